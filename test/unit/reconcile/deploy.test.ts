import type { InspectedObject } from '../../../lib/cluster/inspect-objects';
import type { RawObject } from '../../../lib/cluster/raw-objects';
import type { MappedResource } from '../../../lib/deploy/map-tree';
import { sourceDigest } from '../../../lib/deploy/source-digest';
import {
  carryOut,
  planDeploy,
  requireSafe,
  standingProblems,
  yieldFields,
  type DriftPolicy,
  type PlannedDeploy,
} from '../../../lib/reconcile/deploy';
import type { DeployPlan } from '../../../lib/reconcile/deploy-plan/deploy-plan';
import { DeployRefusedError } from '../../../lib/reconcile/deploy-plan/deploy-refused-error';
import type { PlanProblem } from '../../../lib/reconcile/deploy-plan/object-change';
import type { Observation } from '../../../lib/rollout/observation';
import { known, unknown } from '../../../lib/rollout/fact';
import {
  aBody,
  aChange,
  aLive,
  anIstiodBody,
  anUntouchedCluster,
  aPlan,
  aRecord,
  aResource,
} from '../../support/deploy-builders';
import { RecordingPorts, type World } from '../../support/deploy-ports';
import { anObservation } from '../../support/rollout-builders';

const ISTIOD = aResource(anIstiodBody());
const SETTINGS = aResource(aBody('ConfigMap', 'settings', { data: { mode: 'a' } }));
const RESOURCES = [ISTIOD, SETTINGS];

const ofSettings = {
  type: SETTINGS.type,
  object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'istio-system', name: 'settings' },
  group: { type: 'shared' },
} as const;

const PROBLEM: PlanProblem = {
  code: 'conflict',
  object: ofSettings.object,
  message: 'somebody else owns it',
  next: 'ask them',
};

const NOBODY = anObservation({
  namespaces: known([], 0),
  pods: known([], 0),
  workloads: known([], 0),
  injectors: known([], 0),
  istiods: known([], 0),
  revisionObjects: known({}, 0),
});

function planned(plan: Partial<DeployPlan>): PlannedDeploy {
  return { resources: RESOURCES, plan: aPlan(plan), observation: null };
}

async function carriedOut(plan: Partial<DeployPlan>, drift?: DriftPolicy) {
  const ports = new RecordingPorts();
  const result = await carryOut(planned(plan), ports, drift);
  return { result, calls: ports.calls, runs: ports.runs };
}

/** A cluster as declared, in which some objects are found otherwise. */
function world(found: Readonly<Record<string, Partial<InspectedObject>>>, more: World = {}): World {
  const { inspected, state } = anUntouchedCluster(RESOURCES);
  const differing = new Map([...inspected].map(([key, one]) => [key, { ...one, ...found[key] }]));
  return { inspected: differing, state, ...more };
}

/** An istiod whose image the source would change. */
const EDITED = { [ISTIOD.key]: { live: withImage('pilot:1.30.0') } };

describe('carrying a plan out', () => {
  it('begins nothing while a problem stands', async () => {
    const ports = new RecordingPorts();
    const change = aChange({ yielding: ['helm'] });
    const plan = { changes: [change], problems: [PROBLEM], lost: [ISTIOD.key] };
    const refused = carryOut(planned(plan), ports);
    await expect(refused).rejects.toThrow(DeployRefusedError);
    await expect(refused).rejects.toThrow(
      'nothing was changed:\n  ConfigMap istio-system/settings [conflict]: somebody else owns it\n    ask them',
    );
    expect(ports.calls).toEqual([]);
  });

  it('begins nothing while an object is somebody else’s', async () => {
    const ports = new RecordingPorts();
    const plan = planned({ changes: [aChange({ op: 'adopt' }), aChange(ofSettings)] });
    await expect(carryOut(plan, ports)).rejects.toThrow(
      /istiod-1-31 \[foreign\]: it exists already and was made by somebody else\n.*"istio-revisions adopt"/,
    );
    expect(ports.calls).toEqual([]);
    expect(standingProblems(plan.plan).map(({ code }) => code)).toEqual(['foreign']);
  });

  it('does not start the engine where nothing is to be done', async () => {
    expect(await carriedOut({ isDone: true })).toEqual({ result: null, calls: [], runs: [] });
  });

  it('starts it where nothing changes but the stack was not updated from this source', async () => {
    const { calls } = await carriedOut({ isRemembered: false });
    expect(calls).toEqual(['up']);
  });

  it('hands the engine exactly what was compared with the cluster', async () => {
    const { runs } = await carriedOut({ changes: [aChange()] });
    expect(runs).toEqual([{ resources: RESOURCES, refresh: false }]);
  });

  it('lets the stack remember what it lost, then managers yield, then the engine run', async () => {
    const changes = [aChange({ yielding: ['helm', 'kubectl'] }), aChange(ofSettings)];
    const { calls } = await carriedOut({ changes, lost: [SETTINGS.key] });
    expect(calls).toEqual([
      'remember istio-system/settings',
      'withdraw helm, kubectl from apps/v1 Deployment istiod-1-31',
      'up',
    ]);
  });

  it('does not start the engine where a manager cannot be withdrawn', async () => {
    const ports = new RecordingPorts();
    const withdraw = () => Promise.reject(new Error('gone'));
    const plan = planned({ changes: [aChange({ yielding: ['helm'] })] });
    const refusing = { ...ports, withdraw };
    await expect(carryOut(plan, refusing)).rejects.toThrow('gone');
    expect(ports.calls).toEqual([]);
  });

  it('returns what the engine said', async () => {
    const result = { ok: false, changes: [], warnings: [], diagnostics: ['x'], log: '' };
    const ports = new RecordingPorts({ result });
    expect(await carryOut(planned({ changes: [aChange()] }), ports)).toBe(result);
  });
});

describe('drift', () => {
  const drifted = aChange({ isDrift: true, yielding: ['kubectl-edit'] });
  const edited = aChange({ ...ofSettings, yielding: ['helm'] });

  it('is put back: its makers give way, and the engine looks at the cluster', async () => {
    const { calls, runs } = await carriedOut({ changes: [drifted], hasDrift: true });
    expect(calls).toEqual(['withdraw kubectl-edit from apps/v1 Deployment istiod-1-31', 'up']);
    expect(runs).toMatchObject([{ refresh: true }]);
  });

  it('that is only to be reported starts nothing', async () => {
    const plan = { changes: [drifted], hasDrift: true };
    expect(await carriedOut(plan, 'report')).toMatchObject({ result: null, calls: [] });
  });

  it('that is only to be reported is left alone where something else is done', async () => {
    const plan = { changes: [drifted, edited], hasDrift: true };
    const { calls, runs } = await carriedOut(plan, 'report');
    expect(calls).toEqual(['withdraw helm from v1 ConfigMap settings', 'up']);
    expect(runs).toMatchObject([{ refresh: false }]);
  });

  it('that is only to be reported hides neither a new source nor a lost object', async () => {
    const plan = { changes: [drifted], hasDrift: true };
    expect((await carriedOut({ ...plan, isRemembered: false }, 'report')).calls).toEqual(['up']);
    expect((await carriedOut({ ...plan, lost: [SETTINGS.key] }, 'report')).calls).toEqual([
      'remember istio-system/settings',
      'up',
    ]);
  });
});

it('managers yield of the object that they own, not of another kind of the same name', async () => {
  const body = (apiVersion: string) => ({ ...aBody('Gateway', 'eastwest'), apiVersion });
  const resources: readonly MappedResource[] = [
    aResource(body('gateway.networking.k8s.io/v1')),
    aResource(body('networking.istio.io/v1')),
  ];
  const { type } = resources[1]!;
  const { apiVersion, kind, metadata } = body('networking.istio.io/v1');
  const object = { apiVersion, kind, name: metadata.name, namespace: 'istio-system' };
  const ports = new RecordingPorts();
  const changes = [aChange({ type, object, yielding: ['helm'] }), aChange({ op: 'delete' })];
  await yieldFields(resources, changes, ports);
  expect(ports.calls).toEqual(['withdraw helm from networking.istio.io/v1 Gateway eastwest']);
});

describe('a plan', () => {
  it('of an untouched cluster looks at nothing that could be in use', async () => {
    const ports = new RecordingPorts(world({}));
    const { plan, observation } = await planDeploy(RESOURCES, ports);
    expect([plan.isDone, observation]).toEqual([true, null]);
    expect(ports.calls.sort()).toEqual(['inspect', 'state']);
  });

  it('refuses to change a revision that is in use', async () => {
    const ports = new RecordingPorts(world(EDITED, { state: stateOf('pilot:1.30.0') }));
    const { plan } = await planDeploy(RESOURCES, ports);
    expect(ports.calls).toContain('observe 1-31');
    expect(plan.problems).toMatchObject([
      {
        code: 'in-place-edit',
        message: expect.stringContaining('revision 1-31 is in use') as unknown,
      },
    ]);
  });

  it('allows the same of a revision that nobody uses, and only where that is known', async () => {
    const state = stateOf('pilot:1.30.0');
    const unused = await planDeploy(
      RESOURCES,
      new RecordingPorts(world(EDITED, { state, observation: NOBODY })),
    );
    expect(unused.plan.problems).toEqual([]);
    const unread = { ...NOBODY, pods: unknown<never>('forbidden', 0) };
    const unclear = await planDeploy(
      RESOURCES,
      new RecordingPorts(world(EDITED, { state, observation: unread })),
    );
    expect(unclear.plan.problems).toMatchObject([{ code: 'in-place-edit' }]);
  });

  it('refuses to remove a revision that is in use, such as one that the spec renames, and says who uses it', async () => {
    const state = stateOf('pilot:1.30.0');
    const ports = (observation?: Observation) =>
      new RecordingPorts({ state, ...(observation === undefined ? {} : { observation }) });
    const { plan } = await planDeploy([], ports());
    expect(plan.problems).toMatchObject([
      {
        code: 'removal',
        object: { kind: 'Deployment', name: 'istiod-1-31' },
        message: expect.stringMatching(
          /^revision 1-31 is in use \(.+\), and this would delete of it: Deployment istio-system\/istiod-1-31$/,
        ) as unknown,
        next: 'declare it as it was, and move what uses 1-31 to another revision first',
      },
    ]);
    expect((await planDeploy([], ports(NOBODY))).plan.problems).toEqual([]);
  });

  it('may take a budget or a scaler away from a revision in use', async () => {
    const labels = { 'istio.io/rev': '1-31' };
    const metadata = { name: 'istiod-1-31', namespace: 'istio-system', labels };
    const scaler = aResource({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
    });
    const state = { resources: [aRecord(scaler)], outputs: {}, provider: null };
    const { plan } = await planDeploy([], new RecordingPorts({ state }));
    expect(plan).toMatchObject({ changes: [{ op: 'delete' }], problems: [] });
  });

  it('puts drift of a revision in use back', async () => {
    const { plan } = await planDeploy(RESOURCES, new RecordingPorts(world(EDITED)));
    expect(plan.problems).toEqual([]);
    expect(plan.changes).toMatchObject([{ op: 'update', isDrift: true }]);
  });

  it('does not ask the stack where this source is known to be applied and the cluster agrees', async () => {
    const ports = new RecordingPorts(world({}));
    const { plan } = await planDeploy(RESOURCES, ports, sourceDigest(RESOURCES));
    expect(plan).toMatchObject({ isDone: true, isRemembered: true, lost: [], changes: [] });
    expect(ports.calls).toEqual(['inspect']);
  });

  it('asks it where another source was applied, or the cluster differs', async () => {
    const other = new RecordingPorts(world({}));
    await planDeploy(RESOURCES, other, 'other');
    expect(other.calls).toContain('state');
    const differing = new RecordingPorts(world(EDITED));
    const { plan } = await planDeploy(RESOURCES, differing, sourceDigest(RESOURCES));
    expect(differing.calls).toContain('state');
    expect(plan.changes).toMatchObject([{ isDrift: true }]);
  });
});

describe('a source, for whoever runs the engine by hand,', () => {
  const safe = (found: Readonly<Record<string, Partial<InspectedObject>>>, more: World = {}) =>
    requireSafe(RESOURCES, new RecordingPorts(world(found, more)));

  it('is safe where nothing changes, and nothing is observed for it', async () => {
    const ports = new RecordingPorts(world({}));
    await requireSafe(RESOURCES, ports);
    expect(ports.calls).toEqual(['inspect']);
  });

  it('is safe where it creates, or changes what no revision in use is about', async () => {
    await safe({
      [ISTIOD.key]: { live: null, applied: null },
      [SETTINGS.key]: { live: aLive({ ...SETTINGS.body, data: { mode: 'old' } }) },
    });
  });

  it('is refused where it would edit a revision in use', async () => {
    await expect(safe(EDITED)).rejects.toThrow(/\[in-place-edit\]: revision 1-31 is in use/);
    await expect(safe(EDITED, { observation: NOBODY })).resolves.toBeUndefined();
  });

  it('is refused where it would add to a revision in use, though nobody owns what is not there', async () => {
    const container = { name: 'discovery', image: 'pilot:1.31.0' };
    const spec = { replicas: 1, template: { spec: { containers: [container] } } };
    const live = aLive({ ...ISTIOD.body, spec });
    await expect(safe({ [ISTIOD.key]: { live } })).rejects.toThrow(/containers\[0\]\.args/);
  });

  it('is refused where it would replace an object or take fields from others', async () => {
    const conflicts = [{ manager: 'gatekeeper', field: '.data.mode' }];
    await expect(safe({ [SETTINGS.key]: { conflicts } })).rejects.toThrow(/\[conflict\]/);
    const refusal = 'field is immutable';
    await expect(safe({ [SETTINGS.key]: { refusal } })).rejects.toThrow(/\[replacement\]/);
  });
});

function withImage(image: string): RawObject {
  return aLive(istiodWith(image));
}

function istiodWith(image: string) {
  const container = { name: 'discovery', image, args: ['discovery'] };
  return anIstiodBody({ spec: { replicas: 1, template: { spec: { containers: [container] } } } });
}

/** What the stack remembers that sent another image. */
function stateOf(image: string) {
  const { state } = anUntouchedCluster(RESOURCES);
  const resources = state.resources.map((one) =>
    one.name === ISTIOD.name ? { ...one, inputs: istiodWith(image) } : one,
  );
  return { ...state, resources };
}
