import { createDeployer } from '../../../../lib/reconcile/deployer';
import {
  IN_USE_FINALIZER,
  MANAGED_BY_ANNOTATION,
  PAUSED_ANNOTATION,
} from '../../../../lib/reconcile/operator/operator-annotations';
import type { IstioOperatorObject } from '../../../../lib/reconcile/operator/operator-documents';
import {
  reconcileObject,
  type ObjectPorts,
} from '../../../../lib/reconcile/operator/reconcile-object';
import type { Findings } from '../../../../lib/reconcile/status-reporter';
import { ChartsNotFoundError } from '../../../../lib/render/chart-source';
import { known, unknown } from '../../../../lib/rollout/fact';
import type { HealthCondition } from '../../../../lib/rollout/health/health-condition';
import type { Observation } from '../../../../lib/rollout/observation';
import { operatorStatus } from '../../../../lib/rollout/status/operator-status';
import { aResource, anIstiodBody, anUntouchedCluster } from '../../../support/deploy-builders';
import { DONE, RecordingPorts, type World } from '../../../support/deploy-ports';
import { anOperatorObject } from '../../../support/operator-objects';
import { anObservation } from '../../../support/rollout-builders';

const NOW = Date.parse('2030-02-01T00:00:00Z');
const ISTIOD = aResource(anIstiodBody());
const HEALTHY: readonly HealthCondition[] = [
  { type: 'DeploymentAvailable', status: 'True', reason: 'Available', message: 'all of it' },
];
const NOBODY = anObservation({
  namespaces: known([], 0),
  pods: known([], 0),
  workloads: known([], 0),
  injectors: known([], 0),
  istiods: known([], 0),
  revisionObjects: known({}, 0),
});

/** What a test lets the world be, beside the cluster and the engine. */
interface Setting extends World {
  readonly observation?: Observation;
  readonly health?: readonly HealthCondition[];
  readonly render?: ObjectPorts['render'];
  readonly leads?: boolean;
}

/** One turn, with everything that was done and told. */
async function turnOf(object: IstioOperatorObject, setting: Setting = {}) {
  const told: Findings[] = [];
  const inspected = anUntouchedCluster([]).inspected;
  const deploy = new RecordingPorts({ inspected, observation: NOBODY, ...setting });
  const { calls } = deploy;
  const turn = await reconcileObject(object, {
    objects: () => [object],
    variables: {},
    render: setting.render ?? ((_document, part) => (part === 'revision' ? [ISTIOD] : [])),
    deployer: (_document, part, resources) => {
      calls.push(`deployer ${part}`);
      return createDeployer({ resources: () => Promise.resolve(resources), ports: deploy });
    },
    removeStack: () => {
      calls.push('remove stack');
      return Promise.resolve();
    },
    health: () => Promise.resolve(setting.health ?? HEALTHY),
    observe: () => Promise.resolve(setting.observation ?? NOBODY),
    report: (_object, findings) => {
      told.push(findings);
      return Promise.resolve(
        operatorStatus({ ...findings, previous: null, generation: 1, now: NOW }),
      );
    },
    holdFinalizer: (_object, held) => {
      calls.push(held ? 'hold' : 'release');
      return Promise.resolve();
    },
    mayGoOn: () => setting.leads ?? true,
    now: () => NOW,
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore, with: never },
  });
  return { turn, told, calls, last: told.at(-1)?.progress };
}

function ignore(): void {
  // What is logged is the log's own test.
}

function never(): never {
  throw new Error('a turn has its log already');
}

const ONLY_REVISION = {
  revision: '1-31',
  tag: '1.31.0',
  components: { base: { enabled: false } },
};

/** A stack that holds the revision. */
const REMEMBERED = {
  state: {
    resources: [
      {
        urn: 'urn',
        type: ISTIOD.type,
        name: ISTIOD.name,
        inputs: { ...ISTIOD.body },
        protect: false,
        retainOnDelete: false,
        unsettled: false,
      },
    ],
    outputs: {},
    provider: null,
  },
};

const held = { finalizers: [IN_USE_FINALIZER] };
const absent = { inspected: new Map([[ISTIOD.key, missing(ISTIOD.key)]]) };

function missing(key: string) {
  return { key, live: null, applied: null, conflicts: [], refusal: null, untried: null };
}

describe('a turn of an object', () => {
  it('holds its finaliser before it writes anything', async () => {
    const { calls } = await turnOf(anOperatorObject(), absent);
    expect(calls[0]).toBe('hold');
    expect(calls).toContain('up');
  });

  it('applies what is missing and is ready when it is healthy', async () => {
    const { turn, last } = await turnOf(anOperatorObject(held), absent);
    expect(turn).toMatchObject({ type: 'done', ready: true });
    expect(last).toMatchObject({ at: 'applied', settling: true });
  });

  it('is looked at again soon while it is not healthy', async () => {
    const sick: HealthCondition = { ...HEALTHY[0]!, status: 'False', reason: 'ReplicasNotReady' };
    const { turn } = await turnOf(anOperatorObject(held), { ...absent, health: [sick] });
    expect(turn).toEqual({ type: 'done', ready: false, requeueAfterMs: 2_000 });
  });

  it('changes nothing for a spec that cannot be, and says why', async () => {
    const object = anOperatorObject({ ...held, spec: { revison: '1-31' } as never });
    const { turn, calls } = await turnOf(object, absent);
    expect(turn).toMatchObject({
      type: 'failed',
      reason: 'InvalidSpec',
      findings: { progress: { at: 'failed', failure: { reason: 'InvalidSpec' } } },
    });
    expect(calls).toEqual([]);
  });

  it('changes nothing where the charts fail', async () => {
    const { turn, calls } = await turnOf(anOperatorObject(held), {
      ...absent,
      render: () => {
        throw new ChartsNotFoundError('no Istio charts in /nowhere');
      },
    });
    expect(turn).toMatchObject({ type: 'failed', reason: 'RenderFailed' });
    expect(calls).toEqual([]);
  });

  it('fails with what the engine says, and with the digest that was rendered', async () => {
    const { turn } = await turnOf(anOperatorObject(held), {
      ...absent,
      result: { ...DONE, ok: false, diagnostics: ['deployments.apps is forbidden: User "x"'] },
    });
    expect(turn).toMatchObject({
      type: 'failed',
      reason: 'Forbidden',
      findings: { progress: { digest: expect.any(String) as string } },
    });
  });

  it('only looks and tells while a person has paused it', async () => {
    const object = anOperatorObject({ ...held, annotations: { [PAUSED_ANNOTATION]: 'true' } });
    const { calls, last } = await turnOf(object, absent);
    expect(calls).toEqual([]);
    expect(last).toMatchObject({ at: 'paused' });
  });

  it.each([
    ['True', true],
    ['False', false],
    ['Unknown', false],
  ] as const)('calls nobody for a pause, but for what runs: health %s', async (status, ready) => {
    const object = anOperatorObject({ ...held, annotations: { [PAUSED_ANNOTATION]: 'true' } });
    const health: HealthCondition[] = [{ ...HEALTHY[0]!, status }];
    const { turn } = await turnOf(object, { ...absent, health });
    expect(turn).toMatchObject({ type: 'done', ready });
  });

  it('leaves an object alone that a stack applies', async () => {
    const object = anOperatorObject({ annotations: { [MANAGED_BY_ANNOTATION]: 'stack' } });
    const { calls, told } = await turnOf(object, absent);
    expect([calls, told]).toEqual([[], []]);
  });

  it('is no failure where this process does not lead any more', async () => {
    const { turn, calls } = await turnOf(anOperatorObject(held), { ...absent, leads: false });
    expect(turn).toEqual({ type: 'done', ready: false, requeueAfterMs: null });
    expect(calls).not.toContain('up');
  });

  it('deploys the base before the revision where the object asks for it', async () => {
    const { calls } = await turnOf(anOperatorObject(held), absent);
    expect(calls.filter((call) => call.startsWith('deployer'))).toEqual([
      'deployer base',
      'deployer revision',
    ]);
  });
});

it.each([
  ['is not asked where this source was applied last', (digest: string) => digest, false],
  [
    'is asked where another one was begun since, and may have left something',
    () => 'another',
    true,
  ],
])('the stack %s', async (_when, renderedLast, isAsked) => {
  const found = { inspected: anUntouchedCluster([ISTIOD]).inspected };
  const object = anOperatorObject({ ...held, spec: ONLY_REVISION });
  const { last } = await turnOf(object, found);
  const digest = last !== undefined && 'digest' in last ? (last.digest ?? '') : '';
  const before = operatorStatus({
    previous: null,
    progress: { at: 'applied', digest, settling: false },
    generation: 1,
    version: '1.31.0',
    health: HEALTHY,
    revisions: [],
    retry: null,
    now: NOW,
  });
  const lastRender = { digest: renderedLast(digest), time: before.lastApplied?.time ?? '' };
  const again = anOperatorObject({
    ...held,
    spec: ONLY_REVISION,
    status: { ...before, lastRender },
  });
  const { calls } = await turnOf(again, found);
  expect(calls.includes('state')).toBe(isAsked);
});

it('an object whose spec gives its istiod up removes the revision that it had', async () => {
  const components = { pilot: { enabled: false }, base: { enabled: false } };
  const object = anOperatorObject({
    ...held,
    spec: { revision: '1-31', tag: '1.31.0', components },
  });
  const { calls } = await turnOf(object, REMEMBERED);
  expect(calls.filter((call) => /^(deployer|up)/.test(call))).toEqual(['deployer nothing', 'up']);
});

describe('an object that is being deleted', () => {
  const going = anOperatorObject({ ...held, deleted: true });

  it('removes what it consists of, forgets the stack, and goes last', async () => {
    const { calls, turn } = await turnOf(going, REMEMBERED);
    const order = ['up', 'remove stack', 'release'];
    expect(calls.filter((call) => order.includes(call))).toEqual(order);
    expect(turn).toMatchObject({ type: 'done', requeueAfterMs: null });
  });

  it.each([
    ['a namespace is labelled', known([{ name: 'shop' }], 0)],
    ['nobody could look', unknown<never>('the API server answered 403', 0)],
  ])('stays while %s', async (_why, found) => {
    const namespaces = found.known
      ? known(
          found.value.map(({ name }) => ({
            name,
            uid: 'u',
            labels: { 'istio.io/rev': '1-31' },
            annotations: {},
            revOwned: false,
            revManagers: [],
          })),
          0,
        )
      : found;
    const observation = { ...NOBODY, namespaces };
    const { calls, last, turn } = await turnOf(going, { ...REMEMBERED, observation });
    expect(calls).toEqual([]);
    expect(last).toMatchObject({ at: 'deleting' });
    expect(turn).toEqual({ type: 'done', ready: null, requeueAfterMs: 15_000 });
  });

  it('stays while its revision is still there, whatever the stack remembers of it', async () => {
    const revisionObjects = known({ '1-31': ['Deployment istio-system/istiod-1-31'] }, 0);
    const observation = { ...NOBODY, revisionObjects };
    const { turn, calls } = await turnOf(going, { observation });
    expect(turn).toMatchObject({
      type: 'failed',
      findings: {
        progress: {
          failure: {
            message: expect.stringContaining('Deployment istio-system/istiod-1-31') as string,
          },
        },
      },
    });
    expect(calls).not.toContain('release');
  });

  it('is not held up by the locks that an istiod leaves behind', async () => {
    const locks = known({ '1-31': ['Lease istio-system/istio-gateway-deployment-1-31'] }, 0);
    const observation = { ...NOBODY, revisionObjects: locks };
    const { calls } = await turnOf(going, { ...REMEMBERED, observation });
    expect(calls).toContain('release');
  });

  it('keeps its finaliser where the engine fails', async () => {
    const { turn, calls } = await turnOf(going, {
      ...REMEMBERED,
      result: { ...DONE, ok: false, diagnostics: ['it is stuck'] },
    });
    expect(turn.type).toBe('failed');
    expect(calls).not.toContain('release');
  });
});
