import { readdirSync, readFileSync } from 'node:fs';
import {
  PatchStrategy,
  setHeaderOptions,
  type KubernetesObject,
  type V1ConfigMap,
  type V1Namespace,
} from '@kubernetes/client-node';
import type { EngineResult } from '../../lib/deploy/engine';
import { labelOwners } from '../../lib/cluster/label-owners';
import { isAlive, startTimeOf } from '../../lib/process-identity';
import { namespaceLabelPatch } from '../../lib/rollout/namespace-label-patch';
import { operations, startEngineRig, type EngineRig } from '../support/engine-rig';
import { awaitedDeployment, fixtureObjects } from './fixture-objects';

jest.setTimeout(180_000);

let rig: EngineRig;

beforeAll(async () => {
  rig = await startEngineRig();
});

afterAll(async () => {
  await rig.down();
});

describe('the engine on a real API server', () => {
  it('creates every object in an order that works, given in one that does not', async () => {
    rig.declare(fixtureObjects({ mode: 'a' }));
    const result = await rig.up();
    expect(result.diagnostics).toEqual([]);
    expect(operations(result.changes)['create']).toHaveLength(10);
    const widget = await rig.client.objects.read<KubernetesObject & { spec: unknown }>({
      apiVersion: 'fixture.istio-revisions.dev/v1',
      kind: 'Widget',
      metadata: { name: 'widget', namespace: 'fixture' },
    });
    expect(widget.spec).toEqual({ size: 3, unknown: true });
  });

  it('keeps what is in a Secret, and the kubeconfig, out of the state', async () => {
    const where = { name: 'token', namespace: 'fixture' };
    const secret = await rig.client.core.readNamespacedSecret(where);
    expect(Buffer.from(secret.data?.['token'] ?? '', 'base64').toString()).toBe('open sesame');
    // Never as a matcher's argument: a failure would print the state.
    const found = ['open sesame', 'current-context'].filter((text) => rig.state().includes(text));
    expect(found).toEqual([]);
  });

  it('changes nothing the second time', async () => {
    const result = await rig.up();
    expect([result.diagnostics, operations(result.changes)]).toEqual([[], {}]);
  });

  it('updates exactly the ConfigMap whose data changed, in place, and drops a key no longer declared', async () => {
    const before = await settings();
    const changed = fixtureObjects({ mode: 'b' }).map((object) =>
      object.kind === 'ConfigMap' ? { ...object, data: { 'new.key': 'c' } } : object,
    );
    rig.declare(changed);
    const { changes } = await rig.up();
    expect(operations(changes)).toEqual({ update: ['ConfigMap fixture/settings'] });
    const diff = changes.find(({ op }) => op === 'update')?.diff;
    expect(diff).toEqual(['data.mode', 'data["new.key"]']);
    const after = await settings();
    expect(after.data).toEqual({ 'new.key': 'c' });
    expect(after.metadata?.uid).toBe(before.metadata?.uid);
  });

  it('sets and changes the revision of a namespace as istio-revisions, and keeps it when the patch goes', async () => {
    const uid = await createNamespace('team');
    const objects = fixtureObjects({ mode: 'b' });
    for (const revision of ['1-30', '1-31']) {
      rig.declare(objects, [namespaceLabelPatch({ name: 'team', uid, revision })]);
      expect((await rig.up()).diagnostics).toEqual([]);
      const namespace = await rig.client.core.readNamespace({ name: 'team' });
      expect(revisionOf(namespace)).toBe(revision);
      expect(managersOf(namespace)).toContain('istio-revisions');
    }
    rig.declare(objects);
    expect((await rig.up()).diagnostics).toEqual([]);
    expect(revisionOf(await rig.client.core.readNamespace({ name: 'team' }))).toBe('1-31');
  });

  it('refuses to label a namespace that somebody labelled by hand, and names them', async () => {
    const uid = await createNamespace('handmade', { 'istio.io/rev': 'by-hand' });
    const patch = namespaceLabelPatch({ name: 'handmade', uid, revision: '1-32' });
    rig.declare(fixtureObjects({ mode: 'b' }), [patch]);
    const { ok, diagnostics } = await rig.up();
    expect(ok).toBe(false);
    expect(diagnostics.join('\n')).toMatch(
      /handmade.*conflict with "kubectl-label".*istio\.io\/rev/s,
    );
    const namespace = await rig.client.core.readNamespace({ name: 'handmade' });
    expect(revisionOf(namespace)).toBe('by-hand');
  });

  it('puts a label back that was removed by hand, once it looks at the cluster', async () => {
    const uid = (await rig.client.core.readNamespace({ name: 'team' })).metadata?.uid ?? '';
    const patch = namespaceLabelPatch({ name: 'team', uid, revision: '1-31' });
    rig.declare(fixtureObjects({ mode: 'b' }), [patch]);
    expect((await rig.up()).diagnostics).toEqual([]);
    const body = [{ op: 'remove', path: '/metadata/labels/istio.io~1rev' }];
    await rig.client.core.patchNamespace(
      { name: 'team', body, fieldManager: 'kubectl-label' },
      setHeaderOptions('Content-Type', PatchStrategy.JsonPatch),
    );
    expect(operations((await rig.up()).changes)).toEqual({});
    const result = await rig.up(true);
    expect(result.diagnostics).toEqual([]);
    expect(operations(result.changes)).toEqual({ update: ['NamespacePatch team'] });
    expect(revisionOf(await rig.client.core.readNamespace({ name: 'team' }))).toBe('1-31');
    rig.declare(fixtureObjects({ mode: 'b' }));
    expect((await rig.up()).diagnostics).toEqual([]);
  });

  it('moves labels alone, and a whole update afterwards finds everything else as it was', async () => {
    const uids = [await createNamespace('one'), await createNamespace('two')];
    const patches = (revision: string) =>
      ['one', 'two'].map((name, index) =>
        namespaceLabelPatch({ name, uid: uids[index] ?? '', revision }),
      );
    const objects = fixtureObjects({ mode: 'b' });
    const both = ['NamespacePatch one', 'NamespacePatch two'];
    rig.declare(objects, patches('1-30'));
    expect(told(await rig.deploy())).toEqual([[], { create: both }]);
    rig.declare(objects, patches('1-31'));
    expect(told(await rig.deploy())).toEqual([[], { update: both }]);
    for (const name of ['one', 'two'])
      expect(revisionOf(await rig.client.core.readNamespace({ name }))).toBe('1-31');
    expect(told(await rig.up())).toEqual([[], {}]);
    rig.declare(objects);
    expect((await rig.up()).diagnostics).toEqual([]);
  });

  it('makes a namespace with its label, owned by nobody but a rollout, which moves it by the very same patch', async () => {
    const objects = fixtureObjects({ mode: 'b' });
    rig.declare(objects, [namespaceLabelPatch({ name: 'born', revision: '1-30' })]);
    expect(told(await rig.deploy())).toEqual([[], { create: ['NamespacePatch born'] }]);
    const born = await rig.client.core.readNamespace({ name: 'born' });
    expect(revisionOf(born)).toBe('1-30');
    expect(labelOwners(born.metadata?.managedFields)).toEqual({ revOwned: true, revManagers: [] });
    const uid = born.metadata?.uid ?? '';
    rig.declare(objects, [namespaceLabelPatch({ name: 'born', uid, revision: '1-31' })]);
    expect(told(await rig.deploy())).toEqual([[], { update: ['NamespacePatch born'] }]);
    const moved = await rig.client.core.readNamespace({ name: 'born' });
    expect([revisionOf(moved), moved.metadata?.uid]).toEqual(['1-31', uid]);
    rig.declare(objects);
    expect((await rig.up()).diagnostics).toEqual([]);
    expect(revisionOf(await rig.client.core.readNamespace({ name: 'born' }))).toBe('1-31');
  });

  it('lets a rollout own the tag of a namespace that a team declares as a whole, and the team change the rest of it', async () => {
    const objects = fixtureObjects({ mode: 'b' });
    const whole = (team: string) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'tagged', labels: { team, 'istio.io/rev': 'stable' } },
    });
    rig.declare(objects, [], [whole('a')]);
    expect((await rig.up()).diagnostics).toEqual([]);
    const uid = (await rig.client.core.readNamespace({ name: 'tagged' })).metadata?.uid ?? '';
    const patch = namespaceLabelPatch({ name: 'tagged', uid, revision: 'stable' });
    for (const team of ['a', 'b']) {
      rig.declare(objects, [patch], [whole(team)]);
      expect((await rig.up()).diagnostics).toEqual([]);
    }
    const { metadata } = await rig.client.core.readNamespace({ name: 'tagged' });
    expect(metadata?.labels).toMatchObject({ team: 'b', 'istio.io/rev': 'stable' });
    rig.declare(objects);
    expect((await rig.up()).diagnostics).toEqual([]);
  });

  it('finishes what an engine that was killed in the middle of a creation began', async () => {
    const objects = fixtureObjects({ mode: 'b' });
    rig.declare([...objects, awaitedDeployment({ nowhere: 'true' })]);
    const killed = rig.up();
    await until(() => rig.client.objects.read(istiod()));
    const engine = rig.lockHolder()!;
    const below = descendantsOf(engine);
    process.kill(engine, 'SIGKILL');
    expect((await killed).ok).toBe(false);

    rig.declare([...objects, awaitedDeployment({})]);
    const result = await rig.deploy();
    expect(result?.diagnostics).toEqual([]);
    expect(rig.said.join('\n')).toMatch(/is gone; its lock is removed/);
    // The Deployment exists: it is updated, not made a second time.
    expect(operations(result?.changes ?? [])).toEqual({ update: ['Deployment fixture/istiod'] });
    expect(operations((await rig.up()).changes)).toEqual({});
    // A killed engine takes its provider and its program with it; the host of the language, which then idles, asks every
    // five minutes whether it is still there.
    expect(below.length).toBeGreaterThanOrEqual(2);
    await until(() =>
      below.some(isAlive) ? Promise.reject(new Error('alive')) : Promise.resolve(),
    );
  });
});

/** What went wrong, and what was done. */
function told(result: EngineResult | null): [readonly string[], Record<string, string[]>] {
  const { diagnostics, changes } = result ?? { diagnostics: [], changes: [] };
  const done = Object.entries(operations(changes)).map(([op, names]) => [op, [...names].sort()]);
  return [diagnostics, Object.fromEntries(done) as Record<string, string[]>];
}

function istiod() {
  const metadata = { name: 'istiod', namespace: 'fixture' };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata };
}

function settings(): Promise<V1ConfigMap> {
  return rig.client.core.readNamespacedConfigMap({ name: 'settings', namespace: 'fixture' });
}

async function createNamespace(name: string, labels: Record<string, string> = {}): Promise<string> {
  const body: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels },
  };
  const created = await rig.client.objects.create(body, undefined, undefined, 'kubectl-label');
  return created.metadata?.uid ?? '';
}

function revisionOf({ metadata }: Pick<V1Namespace, 'metadata'>): string | undefined {
  return metadata?.labels?.['istio.io/rev'];
}

function managersOf({ metadata }: Pick<V1Namespace, 'metadata'>): (string | undefined)[] {
  return (metadata?.managedFields ?? []).map(({ manager }) => manager);
}

/** The provider, and the program. */
function descendantsOf(pid: number): { pid: number; startTime: string }[] {
  // Each thread may have children of its own.
  const tasks = readdirSync(`/proc/${String(pid)}/task`);
  return tasks
    .map((task) => readFileSync(`/proc/${String(pid)}/task/${task}/children`, 'utf8'))
    .flatMap((children) => children.split(' ').filter((child) => child !== ''))
    .map((child) => ({ pid: Number(child), startTime: startTimeOf(Number(child)) ?? '' }))
    .flatMap((child) => [...(isHost(child.pid) ? [] : [child]), ...descendantsOf(child.pid)]);
}

/** Tries again until it works; jest's timeout ends what never does. */
async function until(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function isHost(pid: number): boolean {
  return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('pulumi-language-');
}
