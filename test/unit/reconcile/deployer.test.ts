import { sourceDigest } from '../../../lib/deploy/source-digest';
import { createDeployer, deployerSteps, toResourceChange } from '../../../lib/reconcile/deployer';
import type { DeployPorts } from '../../../lib/reconcile/deploy';
import {
  aBody,
  aChange,
  aLabelPatch,
  aLive,
  anUntouchedCluster,
  aPlan,
  aRecord,
  aResource,
} from '../../support/deploy-builders';
import { DONE, RecordingPorts, type World } from '../../support/deploy-ports';

const SETTINGS = aResource(aBody('ConfigMap', 'settings', { data: { mode: 'a' } }));
const SHOP = aLabelPatch('shop', '1-31');
const RESOURCES = [SETTINGS, SHOP];

/** As declared, but that the label of `shop` is to move and somebody edited the settings. */
function differing(): World {
  const { inspected, state } = anUntouchedCluster(RESOURCES);
  const before = aLabelPatch('shop', '1-30');
  const found = new Map(inspected);
  found.set(SHOP.key, {
    ...inspected.get(SHOP.key)!,
    live: aLive(before.body, 'istio-revisions'),
  });
  found.set(SETTINGS.key, {
    ...inspected.get(SETTINGS.key)!,
    live: aLive({ ...SETTINGS.body, data: { mode: 'by hand' } }, 'kubectl-edit'),
    conflicts: [{ manager: 'kubectl-edit', field: '.data.mode' }],
  });
  const remembered = [aRecord(SETTINGS), aRecord(SHOP, { inputs: before.body })];
  return { inspected: found, state: { ...state, resources: remembered, outputs: {} } };
}

function deployerOn(ports: DeployPorts) {
  return createDeployer({ resources: () => Promise.resolve(RESOURCES), ports });
}

describe('a step of a rollout', () => {
  it('shows what it changes, and not what somebody changed elsewhere', async () => {
    const steps = deployerSteps(deployerOn(new RecordingPorts(differing())));
    const { ok, changes } = await steps.preview({ refresh: false });
    expect(ok).toBe(true);
    expect(changes).toEqual([
      {
        op: 'update',
        type: 'kubernetes:core/v1:NamespacePatch',
        name: 'shop',
        diff: ['metadata.labels["istio.io/rev"]'],
      },
    ]);
  });

  it('shows drift too where it looks for it', async () => {
    const steps = deployerSteps(deployerOn(new RecordingPorts(differing())));
    const { changes } = await steps.preview({ refresh: true });
    expect(changes.map(({ name }) => name)).toEqual(['istio-system/settings', 'shop']);
  });

  it('carries out what was shown, once, and leaves drift alone unless it looks for it', async () => {
    const ports = new RecordingPorts(differing());
    const steps = deployerSteps(deployerOn(ports));
    await steps.preview({ refresh: false });
    await steps.up({ refresh: false });
    expect(ports.calls.filter((call) => call === 'inspect')).toHaveLength(1);
    expect(ports.calls.at(-1)).toBe('up');
    expect(ports.calls.filter((call) => call.startsWith('withdraw'))).toEqual([]);
    expect(ports.runs).toMatchObject([{ refresh: false }]);
    await steps.up({ refresh: true });
    expect(ports.calls.filter((call) => call === 'inspect')).toHaveLength(2);
    expect(ports.calls.slice(-2)).toEqual([
      'withdraw kubectl-edit from v1 ConfigMap settings',
      'up',
    ]);
    expect(ports.runs).toMatchObject([{}, { refresh: true }]);
  });

  it('that has nothing to do is done', async () => {
    const { inspected, state } = anUntouchedCluster(RESOURCES);
    const ports = new RecordingPorts({ inspected, state });
    expect(await deployerSteps(deployerOn(ports)).up({ refresh: false })).toEqual(DONE);
    expect(ports.runs).toEqual([]);
  });

  it('that is refused is an answer with the reasons, and no exception', async () => {
    const world = differing();
    const conflicts = [{ manager: 'gatekeeper', field: '.data.mode' }];
    const refused = { ...world.inspected!.get(SETTINGS.key)!, conflicts };
    const inspected = new Map(world.inspected).set(SETTINGS.key, refused);
    const ports = new RecordingPorts({ ...world, inspected });
    const steps = deployerSteps(deployerOn(ports));
    for (const answer of [
      await steps.preview({ refresh: false }),
      await steps.up({ refresh: false }),
    ]) {
      expect(answer).toMatchObject({ ok: false, changes: [] });
      expect(answer.diagnostics).toEqual([
        'somebody else owns what would change: .data.mode (gatekeeper); ' +
          'let gatekeeper give up these fields, or take them out of the source; nothing is forced',
      ]);
    }
    expect(ports.runs).toEqual([]);
  });

  it('that meets an object of somebody else is refused before it begins', async () => {
    const world = differing();
    const theirs = { ...world.inspected!.get(SETTINGS.key)!, conflicts: [] };
    const ports = new RecordingPorts({
      inspected: new Map(world.inspected).set(SETTINGS.key, theirs),
    });
    const { ok, diagnostics } = await deployerSteps(deployerOn(ports)).preview({ refresh: false });
    expect(ok).toBe(false);
    expect(diagnostics).toEqual([expect.stringContaining('made by somebody else')]);
  });

  it('that cannot look at the cluster is an answer too', async () => {
    const ports = new RecordingPorts();
    const inspect = () => Promise.reject(new Error('connection refused'));
    const steps = deployerSteps(deployerOn({ ...ports, inspect }));
    for (const answer of [
      await steps.preview({ refresh: false }),
      await steps.up({ refresh: false }),
    ]) {
      expect(answer).toEqual({ ...DONE, ok: false, diagnostics: ['connection refused'] });
    }
  });
});

describe('a deployer', () => {
  it('plans for the source as it is now', async () => {
    const sources = [[SETTINGS], RESOURCES];
    const { inspected, state } = anUntouchedCluster(RESOURCES);
    const ports = new RecordingPorts({ inspected, state });
    const deployer = createDeployer({
      resources: () => Promise.resolve(sources.shift() ?? []),
      ports,
    });
    expect((await deployer.plan()).resources).toEqual([SETTINGS]);
    expect((await deployer.plan(sourceDigest(RESOURCES))).plan.isDone).toBe(true);
    expect(ports.calls.filter((call) => call === 'state')).toHaveLength(1);
  });

  it('treats drift as it was told, unless it is told otherwise this time', async () => {
    const ports = new RecordingPorts();
    const deployer = createDeployer({
      resources: () => Promise.resolve(RESOURCES),
      ports,
      drift: 'report',
    });
    const plan = aPlan({ changes: [aChange({ isDrift: true })], hasDrift: true });
    const planned = { resources: RESOURCES, plan, observation: null };
    expect(await deployer.apply(planned)).toBeNull();
    expect(await deployer.apply(planned, 'correct')).toBe(DONE);
    expect(ports.runs).toMatchObject([{ refresh: true }]);
  });

  it('does not take a failed adoption for one', async () => {
    const ports = new RecordingPorts({ result: { ...DONE, ok: false, diagnostics: ['a', 'b'] } });
    const planned = { resources: RESOURCES, plan: aPlan(), observation: null };
    await expect(deployerOn(ports).adopt(planned, { adopted: [], created: [] })).rejects.toThrow(
      'the installation could not be taken over: a; b',
    );
    await expect(
      deployerOn(new RecordingPorts()).adopt(planned, { adopted: [], created: [] }),
    ).resolves.toBeUndefined();
  });
});

describe('a change', () => {
  it('is named as the engine names it', () => {
    const fields = [{ path: 'spec.replicas', cause: 'edit' as const }];
    expect(toResourceChange(aChange({ fields }))).toEqual({
      op: 'update',
      type: 'kubernetes:apps/v1:Deployment',
      name: 'istio-system/istiod-1-31',
      diff: ['spec.replicas'],
    });
  });

  it('that forgets an object is a removal for the engine', () => {
    const object = { apiVersion: 'v1', kind: 'Namespace', name: 'shop' };
    expect(toResourceChange(aChange({ op: 'forget', object }))).toMatchObject({
      op: 'delete',
      name: 'shop',
    });
  });
});
