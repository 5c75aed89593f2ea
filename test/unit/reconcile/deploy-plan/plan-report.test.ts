import type { PlannedDeploy } from '../../../../lib/reconcile/deploy';
import { planReport } from '../../../../lib/reconcile/deploy-plan/plan-report';
import { unknown } from '../../../../lib/rollout/fact';
import {
  aBody,
  aChange,
  aLabelPatch,
  anIstiodBody,
  aPlan,
  aResource,
} from '../../../support/deploy-builders';
import { anObservation } from '../../../support/rollout-builders';

const ISTIOD = aResource(anIstiodBody());
const MESH = aResource(aBody('Namespace', 'mesh', { metadata: { name: 'mesh' } }));
const SETTINGS = aResource(aBody('ConfigMap', 'settings'));
const RESOURCES = [ISTIOD, MESH, SETTINGS, aLabelPatch('mesh', '1-31')];

const object = (kind: string, name: string) => ({ apiVersion: 'v1', kind, name });
const shared = aChange({
  group: { type: 'shared' },
  type: MESH.type,
  object: object('Namespace', 'mesh'),
});
const label = aChange({
  group: { type: 'rollout' },
  type: 'kubernetes:core/v1:NamespacePatch',
  object: object('Namespace', 'mesh'),
});
const gateways = aChange({ group: { type: 'gateways' }, object: object('Service', 'ingress') });

function planned(changes: Partial<PlannedDeploy['plan']>): PlannedDeploy {
  return { resources: RESOURCES, plan: aPlan(changes), observation: anObservation() };
}

describe('the report of a plan', () => {
  it('groups what changes: shared things, each revision, gateways, then the rollout', () => {
    const older = aChange({ group: { type: 'revision', revision: '1-30' } });
    const changes = [label, gateways, aChange(), older, aChange({ op: 'delete' }), shared];
    const { groups } = planReport('dev', planned({ changes }));
    expect(groups.map(({ group, changes: inside }) => [group, inside.length])).toEqual([
      [{ type: 'shared' }, 1],
      [{ type: 'revision', revision: '1-30' }, 1],
      [{ type: 'revision', revision: '1-31' }, 2],
      [{ type: 'gateways' }, 1],
      [{ type: 'rollout' }, 1],
    ]);
  });

  it('says of each group what depends on it', () => {
    const { groups } = planReport('dev', planned({ changes: [aChange()] }));
    expect(groups[0]?.affects).toMatchObject({ namespaces: ['shop'], workloads: 1, pods: 2 });
  });

  it('says that it does not know where that could not be read', () => {
    const observation = anObservation({ pods: unknown('forbidden', 0) });
    const unread = { ...planned({ changes: [aChange()] }), observation };
    expect(planReport('dev', unread).groups[0]?.affects).toBeNull();
  });

  it('counts as the same neither what changes nor what is refused', () => {
    const problem = {
      code: 'refused' as const,
      object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'istio-system', name: 'settings' },
      message: 'm',
      next: 'n',
    };
    expect(planReport('dev', planned({})).same).toBe(4);
    expect(planReport('dev', planned({ changes: [aChange()] })).same).toBe(3);
    expect(planReport('dev', planned({ changes: [label] })).same).toBe(3);
    expect(planReport('dev', planned({ changes: [aChange()], problems: [problem] })).same).toBe(2);
    const gone = aChange({ op: 'delete', object: object('Secret', 'old') });
    expect(planReport('dev', planned({ changes: [gone] })).same).toBe(4);
  });

  it('holds everything that keeps the plan from being carried out', () => {
    const { problems } = planReport('dev', planned({ changes: [aChange({ op: 'adopt' })] }));
    expect(problems).toMatchObject([{ code: 'foreign', object: aChange().object }]);
  });

  it('names the environment and what the stack had lost', () => {
    expect(planReport('dev', planned({ lost: [ISTIOD.key] }))).toMatchObject({
      environment: 'dev',
      lost: [ISTIOD.key],
      groups: [],
    });
  });
});
