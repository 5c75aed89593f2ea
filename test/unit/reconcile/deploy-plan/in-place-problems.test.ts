import {
  inPlaceEdits,
  inPlaceProblems,
} from '../../../../lib/reconcile/deploy-plan/in-place-problems';
import type {
  FieldChange,
  ObjectChange,
} from '../../../../lib/reconcile/deploy-plan/object-change';
import { aChange } from '../../../support/deploy-builders';

const edit = (path: string, changes: Partial<FieldChange> = {}): FieldChange => ({
  path,
  before: 'a',
  after: 'b',
  cause: 'edit',
  ...changes,
});

const refusedPaths = (changes: Partial<ObjectChange>) =>
  inPlaceEdits([aChange(changes)]).flatMap(({ paths }) => paths);

const ofKind = (kind: string, name: string) => ({
  object: { apiVersion: 'v1', kind, namespace: 'istio-system', name },
});

const TEMPLATE = 'spec.template.spec';

describe('of a revision in place', () => {
  it.each([
    'metadata.labels["team"]',
    'metadata.annotations["example.org/owner"]',
    'spec.replicas',
    'spec.revisionHistoryLimit',
    'spec.progressDeadlineSeconds',
    'spec.strategy.rollingUpdate.maxSurge',
    `${TEMPLATE}.affinity`,
    `${TEMPLATE}.nodeSelector["disk"]`,
    `${TEMPLATE}.tolerations[0].key`,
    `${TEMPLATE}.topologySpreadConstraints`,
    `${TEMPLATE}.priorityClassName`,
    `${TEMPLATE}.containers[0].resources.limits.cpu`,
  ])('may change: %s', (path) => {
    expect(refusedPaths({ fields: [edit(path)] })).toEqual([]);
  });

  it.each([
    `${TEMPLATE}.containers[0].image`,
    `${TEMPLATE}.containers[0].env[3].value`,
    `${TEMPLATE}.containers[0].args[1]`,
    `${TEMPLATE}.serviceAccountName`,
    'spec.template.metadata.labels["istio.io/rev"]',
    'spec.selector.matchLabels["app"]',
    'webhooks[0].failurePolicy',
    'data["merged-values"]',
    'data.meshNetworks',
    'rules[0].verbs[1]',
  ])('may not change: %s', (path) => {
    expect(refusedPaths({ fields: [edit('spec.replicas'), edit(path)] })).toEqual([path]);
  });

  it('may change how many istiods there are and may be disturbed, whatever field says so', () => {
    for (const kind of [
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
      'NetworkPolicy',
      'EndpointSlice',
    ]) {
      const changes = { ...ofKind(kind, 'istiod-1-31'), fields: [edit('spec.maxReplicas')] };
      expect([kind, refusedPaths(changes)]).toEqual([kind, []]);
    }
  });

  it.each(['values-1-31', 'values'])(
    'may change the ConfigMap %s, whose meaning shows in other objects',
    (name) => {
      const changes = ofKind('ConfigMap', name);
      expect(refusedPaths({ ...changes, fields: [edit('data["merged-values"]')] })).toEqual([]);
    },
  );

  it('may change the document, but no ConfigMap that is only called like values', () => {
    const fields = [edit('spec.tag')];
    expect(refusedPaths({ ...ofKind('IstioOperator', 'istiod-1-31'), fields })).toEqual([]);
    expect(refusedPaths({ ...ofKind('ConfigMap', 'valuesets'), fields })).toEqual(['spec.tag']);
  });
});

describe('of the mesh configuration in place', () => {
  const mesh = (before: unknown, after: unknown) =>
    refusedPaths({
      ...ofKind('ConfigMap', 'istio-1-31'),
      fields: [edit('data.mesh', { before, after })],
    });

  it('may change what is logged', () => {
    const after = 'accessLogFile: /dev/stdout\naccessLogFormat: x\naccessLogEncoding: JSON\n';
    expect(mesh('rootNamespace: istio-system\n', `rootNamespace: istio-system\n${after}`)).toEqual(
      [],
    );
  });

  it('may not change where requests go, and each field is named once', () => {
    const before = 'defaultConfig: { concurrency: 1, holdApplicationUntilProxyStarts: true }\n';
    const after = 'defaultConfig: { concurrency: 2 }\naccessLogFile: /x\nenableTracing: true\n';
    expect(mesh(before, after)).toEqual(['meshConfig.defaultConfig', 'meshConfig.enableTracing']);
  });

  it('may be written in another way', () => {
    expect(mesh('a: 1\nb: [x]\n', 'b:\n  - x\na: 1\n')).toEqual([]);
  });

  it('counts as changed throughout where what lives is no YAML, or nothing', () => {
    expect(mesh('{ broken', 'rootNamespace: a\n')).toEqual(['meshConfig.rootNamespace']);
    expect(mesh(undefined, 'rootNamespace: a\n')).toEqual(['meshConfig.rootNamespace']);
  });
});

describe('no edit in place', () => {
  const fields = [edit(`${TEMPLATE}.containers[0].image`)];

  it.each(['create', 'delete', 'adopt', 'forget'] as const)('is to %s an object', (op) => {
    expect(inPlaceEdits([aChange({ op, fields })])).toEqual([]);
  });

  it('is what belongs to no revision', () => {
    for (const type of ['shared', 'gateways', 'rollout'] as const) {
      expect(inPlaceEdits([aChange({ group: { type }, fields })])).toEqual([]);
    }
  });

  it('is drift, which goes back to what proxies had', () => {
    const drifted = fields.map((field) => ({ ...field, cause: 'drift' as const }));
    expect(inPlaceEdits([aChange({ fields: drifted })])).toEqual([]);
  });
});

describe('an edit in place', () => {
  const edits = inPlaceEdits([aChange({ fields: [edit('data.a'), edit('data.b')] })]);

  it('is refused while the revision is in use, with every path and the way out', () => {
    expect(inPlaceProblems(edits, (revision) => revision === '1-31', [])).toEqual([
      {
        code: 'in-place-edit',
        object: aChange().object,
        message:
          'revision 1-31 is in use, and this would change it under its proxies: data.a, data.b',
        next:
          'declare a new revision beside 1-31 with this change, and move to it with a rollout; ' +
          'for another patch version of 1-31 declare a rollout between the two',
      },
    ]);
  });

  it('is fine of a revision that nobody uses', () => {
    expect(inPlaceProblems(edits, () => false, [])).toEqual([]);
  });

  it('is fine where a rollout changes the version, but for the mesh configuration', () => {
    const mesh = { ...edit('data.mesh'), before: 'rootNamespace: a', after: 'rootNamespace: b' };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', name: 'istio-1-31' };
    const both = inPlaceEdits([
      aChange({ fields: [edit('data.a')] }),
      aChange({ object, fields: [mesh, edit('data.meshNetworks')] }),
    ]);
    expect(inPlaceProblems(both, () => true, ['1-31'])).toMatchObject([
      { object, message: expect.stringMatching(/: meshConfig\.rootNamespace$/) as unknown },
    ]);
    expect(inPlaceProblems(both, () => true, ['1-30'])).toHaveLength(2);
  });
});
