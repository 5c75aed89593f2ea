import fc from 'fast-check';
import type { RawObject } from '../../../../lib/cluster/raw-objects';
import type { KubeBody } from '../../../../lib/deploy/map-tree';
import type { StateResource } from '../../../../lib/deploy/stack-state';
import { deployPlan } from '../../../../lib/reconcile/deploy-plan/deploy-plan';
import { refText } from '../../../../lib/reconcile/deploy-plan/object-change';
import {
  aBody,
  aLabelPatch,
  aLive,
  anIstiodBody,
  anUntouchedCluster,
  aRecord,
  aResource,
} from '../../../support/deploy-builders';
import { planOf, told, type Differences } from '../../../support/plan-of';

const ISTIOD = aResource(anIstiodBody());
const SETTINGS = aResource(aBody('ConfigMap', 'settings', { data: { mode: 'a' } }));

function withData(mode: string): RawObject {
  return aLive({ ...SETTINGS.body, data: { mode } });
}

describe('a cluster that nobody touched', () => {
  const values = fc.dictionary(
    fc.constantFrom('a', 'b.c', 'd/e', 'f'),
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 })),
    { maxKeys: 4 },
  );
  const objects = fc
    .record({
      kind: fc.constantFrom('ConfigMap', 'Secret', 'Service', 'Deployment', 'ClusterRole'),
      apiVersion: fc.constantFrom('v1', 'apps/v1', 'networking.istio.io/v1'),
      name: fc.constantFrom('a', 'b', 'istiod-1-31', 'istiod-clusterrole-1-31-istio-system'),
      namespace: fc.option(fc.constantFrom('istio-system', 'gateways'), { nil: undefined }),
      labels: fc.dictionary(
        fc.constantFrom('istio.io/rev', 'helm.sh/chart', 'app'),
        fc.constantFrom('1-31', 'istiod-1.31.0', 'gateway-1.31.0'),
      ),
      content: values,
      protect: fc.boolean(),
    })
    .map(({ kind, apiVersion, name, namespace, labels, content, protect }) =>
      aResource(
        {
          apiVersion,
          kind,
          metadata: { name, labels, ...(namespace === undefined ? {} : { namespace }) },
          data: content,
        },
        { protect },
      ),
    );
  const labels = fc
    .tuple(fc.constantFrom('shop', 'web'), fc.constantFrom('1-30', '1-31'))
    .map(([name, revision]) => aLabelPatch(name, revision));
  const trees = fc.uniqueArray(fc.oneof(objects, labels), { selector: ({ key }) => key });

  it('has neither changes nor problems, and nothing to do, whatever the tree', () => {
    fc.assert(
      fc.property(trees, (resources) => {
        expect(deployPlan(anUntouchedCluster(resources))).toEqual({
          changes: [],
          problems: [],
          lost: [],
          hasDrift: false,
          isSettled: true,
          isRemembered: true,
          isDone: true,
        });
      }),
    );
  });

  it('has no changes either where the stack lost its memory: all of it is taken in again', () => {
    fc.assert(
      fc.property(trees, (resources) => {
        const whole = resources.filter(({ type }) => !type.endsWith('Patch'));
        const plan = planOf(resources, { remembered: [], outputs: {} });
        expect([plan.changes, plan.problems]).toEqual([[], []]);
        expect(plan.lost).toEqual(whole.map(({ key }) => key));
        expect(plan.isDone).toBe(resources.length === 0);
      }),
    );
  });
});

describe('an object', () => {
  it('that is nowhere is created', () => {
    const plan = planOf([ISTIOD], {
      inspected: { [ISTIOD.key]: { live: null, applied: ISTIOD.body } },
      remembered: [],
    });
    expect(plan.changes).toEqual([
      {
        op: 'create',
        type: 'kubernetes:apps/v1:Deployment',
        object: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'istio-system',
          name: 'istiod-1-31',
        },
        group: { type: 'revision', revision: '1-31' },
        fields: [],
        isDrift: false,
        yielding: [],
      },
    ]);
    expect([plan.problems, plan.lost, plan.hasDrift]).toEqual([[], [], false]);
  });

  it('whose kind or namespace is not there yet is created too', () => {
    const untried = { live: null, applied: null, untried: 'no such kind' };
    const plan = planOf([ISTIOD], { inspected: { [ISTIOD.key]: untried }, remembered: [] });
    expect([told(plan), plan.problems]).toEqual([
      ['create Deployment istio-system/istiod-1-31'],
      [],
    ]);
  });

  it('that somebody deleted is created again, and that is drift', () => {
    const plan = planOf([SETTINGS], { inspected: { [SETTINGS.key]: { live: null } } });
    expect(told(plan)).toEqual(['create ConfigMap istio-system/settings (drift)']);
    expect(plan.hasDrift).toBe(true);
  });

  it('whose source changed is updated', () => {
    const plan = planOf([SETTINGS], {
      inspected: { [SETTINGS.key]: { live: withData('old') } },
      remembered: [aRecord(SETTINGS, { inputs: { ...SETTINGS.body, data: { mode: 'old' } } })],
    });
    expect(told(plan)).toEqual(['update ConfigMap istio-system/settings']);
    expect(plan.hasDrift).toBe(false);
    expect(plan.changes[0]?.fields).toEqual([
      { path: 'data.mode', before: 'old', after: 'a', cause: 'edit' },
    ]);
  });

  it('that somebody edited is updated, and that is drift', () => {
    const plan = planOf([SETTINGS], { inspected: { [SETTINGS.key]: { live: withData('mine') } } });
    expect(told(plan)).toEqual(['update ConfigMap istio-system/settings (drift)']);
    expect(plan.hasDrift).toBe(true);
  });

  it('whose source changed while somebody edited it is no drift as a whole, but the engine must look', () => {
    const declared = aResource(
      aBody('ConfigMap', 'settings', { data: { mode: 'b', level: 'info' } }),
    );
    const sent = { ...declared.body, data: { mode: 'a', level: 'info' } };
    const live = aLive({ ...declared.body, data: { mode: 'a', level: 'debug' } });
    const plan = planOf([declared], {
      inspected: { [declared.key]: { live } },
      remembered: [aRecord(declared, { inputs: sent })],
    });
    expect(told(plan)).toEqual(['update ConfigMap istio-system/settings']);
    expect(plan.hasDrift).toBe(true);
  });

  it('that was not inspected is no object without changes', () => {
    const input = { ...anUntouchedCluster([SETTINGS]), inspected: new Map() };
    expect(() => deployPlan(input)).toThrow('ConfigMap istio-system/settings was not inspected');
  });

  it('whose write could not be tried is compared with what was sent', () => {
    const plan = planOf([SETTINGS], {
      inspected: {
        [SETTINGS.key]: { live: withData('old'), applied: null, untried: 'failed calling webhook' },
      },
      remembered: [aRecord(SETTINGS, { inputs: { ...SETTINGS.body, data: { mode: 'old' } } })],
    });
    expect(told(plan)).toEqual(['update ConfigMap istio-system/settings']);
  });
});

describe('what the source no longer names', () => {
  const leaving = (record: Partial<StateResource>, resource = SETTINGS) =>
    planOf([], { remembered: [aRecord(resource, record)] });

  it('is deleted', () => {
    expect(told(leaving({}))).toEqual(['delete ConfigMap istio-system/settings']);
  });

  it('is forgotten where it is to stay in the cluster', () => {
    expect(told(leaving({}, aLabelPatch('shop', '1-31')))).toEqual(['forget Namespace shop']);
  });

  it('is a problem where it is protected, with the command that gives it up', () => {
    const { changes, problems } = leaving({ protect: true, retainOnDelete: true });
    expect(changes).toEqual([]);
    expect(problems).toMatchObject([
      {
        code: 'protected',
        next: expect.stringContaining(
          "pulumi state unprotect 'urn:pulumi:dev::mesh::kubernetes:core/v1:ConfigMap::istio-system/settings'",
        ) as unknown,
      },
    ]);
  });

  it('belongs to its revision, also where only another object of that carries the label', () => {
    const labels = { 'helm.sh/chart': 'istiod-1.31.0' };
    const account = aResource(
      aBody('ServiceAccount', 'istiod-1-31', {
        metadata: { name: 'istiod-1-31', namespace: 'istio-system', labels },
      }),
    );
    const { changes } = planOf([], { remembered: [aRecord(account), aRecord(ISTIOD)] });
    expect(changes.map(({ group }) => group)).toEqual([
      { type: 'revision', revision: '1-31' },
      { type: 'revision', revision: '1-31' },
    ]);
  });
});

describe('the same object under another version of its API', () => {
  const older = 'kubernetes:policy/v1beta1:PodDisruptionBudget';
  const body: KubeBody = {
    ...aBody('PodDisruptionBudget', 'istiod', { spec: { minAvailable: 1 } }),
    apiVersion: 'policy/v1',
  };
  const budget = aResource(body, { aliases: [older] });
  const record = (minAvailable: number) =>
    aRecord(budget, {
      type: older,
      inputs: { ...body, apiVersion: 'policy/v1beta1', spec: { minAvailable } },
    });

  it('is neither removed nor lost', () => {
    const plan = planOf([budget], { remembered: [record(1)] });
    expect([told(plan), plan.problems, plan.lost]).toEqual([[], [], []]);
  });

  it('is compared with what was sent then', () => {
    const live = aLive({ ...body, spec: { minAvailable: 2 } });
    const plan = planOf([budget], {
      inspected: { [budget.key]: { live } },
      remembered: [record(2)],
    });
    expect(told(plan)).toEqual(['update PodDisruptionBudget istio-system/istiod']);
  });
});

describe('the engine has something to do', () => {
  const isDone = (differences: Differences) => planOf([SETTINGS], differences).isDone;

  it('unless nothing is wanted and nothing is remembered', () => {
    expect(planOf([], { outputs: {} }).isDone).toBe(true);
  });

  it('unless everything is as declared and the stack was updated from just this source', () => {
    expect(isDone({})).toBe(true);
  });

  it.each<[string, Differences]>([
    ['the stack was updated from another source', { outputs: { source: 'other' } }],
    ['the stack was never updated', { outputs: {} }],
    ['an object was not seen ready', { remembered: [aRecord(SETTINGS, { unsettled: true })] }],
    ['an object differs', { inspected: { [SETTINGS.key]: { live: withData('x') } } }],
    ['an object was lost', { remembered: [] }],
    ['an object is refused', { inspected: { [SETTINGS.key]: { refusal: 'denied' } } }],
    ['an object leaves', { remembered: [aRecord(SETTINGS), aRecord(ISTIOD)] }],
  ])('if %s', (_when, differences) => {
    expect(isDone(differences)).toBe(false);
  });
});

it('a plan judges each object by itself', () => {
  const plan = planOf([SETTINGS, ISTIOD], {
    inspected: {
      [SETTINGS.key]: { refusal: 'denied' },
      [ISTIOD.key]: { live: null },
    },
    remembered: [aRecord(aResource(aBody('Secret', 'old')))],
  });
  expect(told(plan)).toEqual([
    'create Deployment istio-system/istiod-1-31',
    'delete Secret istio-system/old',
  ]);
  expect(plan.problems.map(({ object }) => refText(object))).toEqual([
    'ConfigMap istio-system/settings',
  ]);
});
