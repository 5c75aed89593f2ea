import type { MappedResource } from '../../../lib/deploy/map-tree';
import {
  carryOut,
  standingProblems,
  yieldFields,
  type DriftPolicy,
  type PlannedDeploy,
} from '../../../lib/reconcile/deploy';
import type { DeployPlan } from '../../../lib/reconcile/deploy-plan/deploy-plan';
import { DeployRefusedError } from '../../../lib/reconcile/deploy-plan/deploy-refused-error';
import type { PlanProblem } from '../../../lib/reconcile/deploy-plan/object-change';
import { aBody, aChange, anIstiodBody, aPlan, aResource } from '../../support/deploy-builders';
import { RecordingPorts } from '../../support/deploy-ports';

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

function planned(plan: Partial<DeployPlan>): PlannedDeploy {
  return { resources: RESOURCES, plan: aPlan(plan), observation: null };
}

async function carriedOut(plan: Partial<DeployPlan>, drift?: DriftPolicy) {
  const ports = new RecordingPorts();
  const result = await carryOut(planned(plan), ports, drift);
  return { result, calls: ports.calls, runs: ports.runs };
}

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
