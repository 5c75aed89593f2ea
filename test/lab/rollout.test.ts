import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { V1MutatingWebhookConfiguration } from '@kubernetes/client-node';
import { labEnv } from '../../lab/lab-env';
import type { UserRequests } from '../../lab/agent/traffic/traffic-model';
import type { LabStatus } from '../../lab/lab-status';
import type { ResourceChange } from '../../lib/deploy/resource-change';
import type { RolloutReport } from '../../lib/rollout/report/rollout-report';
import { cliExpecting, startCli } from '../support/cli';
import { jsonOf } from '../support/json-of';
import { injectedRevisions, revisionLabels, startTestLab, type TestLab } from '../support/lab';

jest.setTimeout(600_000);

const NAMESPACES = ['catalog', 'checkout', 'checkout-canary', 'frontend', 'orders', 'payments'];
const LABEL = 'metadata.labels["istio.io/rev"]';
const allOn = (revision: string) => Object.fromEntries(NAMESPACES.map((name) => [name, revision]));

/** One line of `rollout run --json`. */
interface RunEvent {
  readonly type: string;
  readonly status?: string;
  readonly changes?: readonly ResourceChange[];
}

/** One mesh, one story: the tests run in this order and each goes on where the one before stopped. */
describe('a mesh on 1-30 with a rollout to 1-31', () => {
  let lab: TestLab;
  const previews: (readonly ResourceChange[])[] = [];

  const up = async () => {
    const { stdout } = await cliExpecting(0, ['up', '--env', 'dev', '--json'], lab.env);
    const { counts } = jsonOf<{ counts: Record<string, number> }>('up', stdout);
    return Object.keys(counts).filter((operation) => operation !== 'same');
  };

  /** As a person does it, without the command line of this project. */
  const plainPulumiUp = () =>
    promisify(execFile)(
      'pulumi',
      ['up', '--stack=dev', '--yes', '--non-interactive', '--expect-no-changes'],
      { env: { ...process.env, ...labEnv(lab.state, process.env) } },
    );

  /** Runs the rollout, to its end or until it says something, and keeps what its previews showed. */
  const run = async (until?: RegExp) => {
    const { child, result } = startCli(['rollout', 'run', '--env', 'dev', '--json'], lab.env);
    let said = '';
    let stopped = false;
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      // A second Ctrl-C would end the process at once.
      if (!stopped && until?.test(said) === true) stopped = child.kill('SIGINT');
    });
    const { code, stdout, stderr } = await result;
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => jsonOf<RunEvent>('rollout run', line));
    previews.push(...events.flatMap(({ changes = [] }) => (changes.length > 0 ? [changes] : [])));
    return { code, said: `${stdout}${stderr}` };
  };

  /** What users of the lab's gateway have sent, and how much of it failed. */
  const users = async () => {
    const { stdout } = await cliExpecting(0, ['lab', 'status', '--json'], lab.env);
    const { users: counted } = jsonOf<LabStatus>('lab status', stdout);
    if (counted === null) throw new Error('the lab counts no users');
    return counted;
  };
  let before: UserRequests = { sent: 0, failed: 0 };

  const status = async () => {
    const { stdout } = await cliExpecting(
      0,
      ['rollout', 'status', '--env', 'dev', '--json'],
      lab.env,
    );
    return jsonOf<RolloutReport>('rollout status', stdout);
  };

  beforeAll(async () => {
    lab = await startTestLab();
  });

  afterAll(async () => {
    await lab.down();
  });

  it('installs the present revision only, and a second up changes nothing', async () => {
    expect(await up()).toEqual([]);
    const { revisionObjects } = await lab.observation();
    expect(revisionObjects).toMatchObject({ known: true, value: { '1-31': [] } });
    expect(await injectedRevisions(lab.client)).toEqual(['1-30']);
  });

  it('plans without changing anything', async () => {
    const { stdout } = await cliExpecting(0, ['plan', '--env', 'dev'], lab.env);
    expect(stdout).toContain('1-31');
    const json = await cliExpecting(0, ['plan', '--env', 'dev', '--json'], lab.env);
    expect(jsonOf('plan', json.stdout)).toMatchObject({ next: { type: 'continue' } });
    expect((await lab.observation()).revisionObjects).toMatchObject({ value: { '1-31': [] } });
  });

  it('is left as it is where the lab and its shop are there already, and tells programs what is', async () => {
    const uids = async () => {
      const { pods } = await lab.observation();
      return pods.known ? pods.value.map(({ uid }) => uid).sort() : pods.reason;
    };
    const before = await uids();
    const up = await cliExpecting(0, ['lab', 'up', '--json'], lab.env);
    expect(jsonOf('lab up', up.stdout)).toMatchObject({ dir: lab.state.dir });
    const sample = await cliExpecting(0, ['lab', 'sample', '--json'], lab.env);
    const told = jsonOf<{ namespaces: string[] }>('lab sample', sample.stdout);
    expect(told.namespaces.toSorted()).toEqual(NAMESPACES);
    expect(await uids()).toEqual(before);
  });

  it('goes back by itself to the labels that were there when the pods of one wave never get ready', async () => {
    await createTag(lab, 'stable', '1-30');
    await label(lab, 'frontend', 'stable');
    const fault = ['never-ready', '--revision', '1-31', '--namespace', 'payments'];
    await cliExpecting(0, ['lab', 'fault', 'set', ...fault], lab.env);
    const { stdout } = await cliExpecting(3, ['rollout', 'run', '--env', 'dev'], lab.env);
    expect(stdout).toMatch(/workloads.*payments.*\d\/2/s);
    expect(await revisionLabels(lab.client)).toEqual({ ...allOn('1-30'), frontend: 'stable' });
    expect(await injectedRevisions(lab.client)).toEqual(['1-30']);
    const { workloads } = await lab.observation();
    if (!workloads.known) throw new Error(workloads.reason);
    expect(workloads.value.filter(({ ready, desired }) => ready < desired)).toEqual([]);
  });

  it('is in line with its source after the rollback: up changes nothing', async () => {
    expect(await up()).toEqual([]);
  });

  it('stops at Ctrl-C in the middle, where any up changes nothing', async () => {
    await cliExpecting(0, ['lab', 'fault', 'clear'], lab.env);
    await lab.client.objects.delete(tag('stable', '1-30'));
    await label(lab, 'frontend', '1-30');
    before = await users();
    const { code, said } = await run(/wave 4\/6 canary: soaking/);
    expect([code, said]).toEqual([1, expect.stringContaining('the same command continues')]);
    expect((await revisionLabels(lab.client))['checkout-canary']).toBe('1-31');
    expect((await revisionLabels(lab.client))['frontend']).toBe('1-30');
    expect(await up()).toEqual([]);
    await plainPulumiUp();
    await plainPulumiUp();
    expect((await revisionLabels(lab.client))['frontend']).toBe('1-30');
  });

  it('is told as it stands, in every form, also while nobody drives it', async () => {
    const report = await status();
    expect(report).toMatchObject({
      state: 'unattended',
      wave: { number: 4, of: 6, name: 'canary' },
      wayBack: { ready: true, sameRoot: true, injects: true },
      undo: { command: expect.stringContaining('rollout rollback') as string },
    });
    expect(report.blockers[0]?.cause).toBe('driver');
    expect(report.coverage.proxies?.moved).toBeGreaterThan(0);
    for (const [format, begin] of [
      ['md', '### '],
      ['html', '<!doctype html>'],
    ] as const) {
      const args = ['rollout', 'explain', 'canary', '--env', 'dev', '--format', format];
      const { stdout } = await cliExpecting(0, args, lab.env);
      expect(stdout.startsWith(begin)).toBe(true);
      expect(stdout).toContain('istio_requests_total');
    }
  });

  it('goes on when the same command runs again, removes the old revision, and no user noticed any of it', async () => {
    const { code, said } = await run();
    const { sent, failed } = await users();
    expect(sent - before.sent).toBeGreaterThan(1_000);
    expect(failed - before.failed).toBe(0);
    expect([code, said]).toEqual([0, expect.stringContaining('"outcome":"done"')]);
    expect(await revisionLabels(lab.client)).toEqual(allOn('1-31'));
    expect(await injectedRevisions(lab.client)).toEqual(['1-31']);
    const { istiods, pods, revisionObjects } = await lab.observation();
    expect(revisionObjects).toMatchObject({ known: true, value: { '1-30': [] } });
    if (!istiods.known || !pods.known) throw new Error('the lab could not be read');
    const proxies = istiods.value.flatMap((istiod) =>
      istiod.proxies.known ? istiod.proxies.value.map(({ proxy }) => proxy) : [],
    );
    const injected = pods.value.filter((pod) => pod.revision !== null && !pod.terminating);
    expect(istiods.value.map(({ revision }) => revision)).toEqual(['1-31']);
    expect(proxies.sort()).toEqual(injected.map((pod) => `${pod.name}.${pod.namespace}`).sort());
  });

  it('is told as done, with every proxy seen on the new revision', async () => {
    const { state, coverage, blockers } = await status();
    expect({ state, blockers, unknown: coverage.unknown }).toEqual({
      state: 'done',
      blockers: [],
      unknown: null,
    });
    expect(coverage.proxies?.moved).toBe(coverage.proxies?.all);
  });

  it('showed in the preview of each wave exactly its label changes', () => {
    const waves = previews
      .map((changes) => changes.filter(({ op }) => op === 'update'))
      .filter((changes) => changes.some(({ type }) => type.endsWith('NamespacePatch')))
      .map((changes) => changes.map(({ name, diff }) => `${name}: ${diff.join(', ')}`).sort());
    expect(waves).toEqual([
      [`checkout-canary: ${LABEL}`],
      [`catalog: ${LABEL}`, `frontend: ${LABEL}`],
      [`checkout: ${LABEL}`, `orders: ${LABEL}`, `payments: ${LABEL}`],
    ]);
    const gateways = previews
      .flat()
      .filter(({ name }) => name.startsWith('gateways/ingress'))
      .map(({ op, type, name, diff }) => ({
        what: `${op} ${type.split(':').at(-1) ?? ''} ${name}`,
        diff,
      }))
      .filter(({ what }) => / (Deployment|Service) /.test(what));
    expect(gateways.map(({ what }) => what)).toEqual([
      'create Deployment gateways/ingress-1-31',
      'update Service gateways/ingress',
      'update Service gateways/ingress',
      'delete Deployment gateways/ingress-1-30',
    ]);
    const selector = expect.arrayContaining([expect.stringContaining('spec.selector')]) as string[];
    expect(gateways.slice(1, 3).map(({ diff }) => diff)).toEqual([selector, selector]);
  });

  it('changes nothing when everything is run again at the end', async () => {
    expect(await up()).toEqual([]);
    await plainPulumiUp();
    await cliExpecting(0, ['rollout', 'run', '--env', 'dev'], lab.env);
    expect(await up()).toEqual([]);
  });
});

/** A revision tag as the charts make it: the injector of a revision under another selector. */
async function createTag(lab: TestLab, name: string, revision: string): Promise<void> {
  const injector = await lab.client.objects.read<V1MutatingWebhookConfiguration>({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: `istio-sidecar-injector-${revision}` },
  });
  const namespaceSelector = {
    matchExpressions: [{ key: 'istio.io/rev', operator: 'In', values: [name] }],
  };
  const webhooks = (injector.webhooks ?? []).slice(0, 1);
  await lab.client.objects.create({
    ...tag(name, revision),
    webhooks: webhooks.map((webhook) => ({ ...webhook, namespaceSelector })),
  });
}

function tag(name: string, revision: string): V1MutatingWebhookConfiguration {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: {
      name: `istio-revision-tag-${name}`,
      labels: { 'istio.io/rev': revision, 'istio.io/tag': name },
    },
  };
}

/** Labels a namespace as `kubectl label` does. */
async function label(lab: TestLab, namespace: string, revision: string): Promise<void> {
  const metadata = { name: namespace, labels: { 'istio.io/rev': revision } };
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata };
  await lab.client.objects.patch(body, undefined, undefined, 'kubectl-label');
}
