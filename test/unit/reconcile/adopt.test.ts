import { carryOutAdoption, planAdoption } from '../../../lib/reconcile/adopt';
import type { PlannedDeploy } from '../../../lib/reconcile/deploy';
import type { DeployPlan } from '../../../lib/reconcile/deploy-plan/deploy-plan';
import type { FieldChange, ObjectChange } from '../../../lib/reconcile/deploy-plan/object-change';
import { aBody, aChange, anIstiodBody, aPlan, aResource } from '../../support/deploy-builders';
import { RecordingPorts } from '../../support/deploy-ports';

const ISTIOD = aResource(anIstiodBody());
const SETTINGS = aResource(aBody('ConfigMap', 'settings'));
const ACCOUNT = aResource(aBody('ServiceAccount', 'istiod-1-31'));
const RESOURCES = [ISTIOD, SETTINGS, ACCOUNT];

const adopted = (changes: Partial<ObjectChange> = {}) => aChange({ op: 'adopt', ...changes });
const created: ObjectChange = aChange({
  op: 'create',
  type: SETTINGS.type,
  object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'istio-system', name: 'settings' },
});

function planned(plan: Partial<DeployPlan>): PlannedDeploy {
  return { resources: RESOURCES, plan: aPlan(plan), observation: null };
}

function refusal(plan: Partial<DeployPlan>, foreign: readonly string[] = []): string {
  try {
    planAdoption(planned(plan), foreign);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'not refused';
}

const instance = (path: string, before: unknown): FieldChange => ({
  path,
  before,
  after: 'istio',
  cause: 'edit',
});

describe('an installation may be taken over', () => {
  it('if it is as declared, while what is missing is created', () => {
    const adoption = planAdoption(planned({ changes: [adopted(), created] }), []);
    expect(adoption).toEqual({ adopted: [adopted()], created: [created] });
  });

  it('never with a difference, however small', () => {
    const fields = [
      { path: 'spec.replicas', before: 1, after: 2, cause: 'edit' as const },
      { path: 'metadata.labels["team"]', after: 'a', cause: 'edit' as const },
    ];
    expect(refusal({ changes: [adopted({ fields }), created] })).toBe(
      [
        'nothing was changed:',
        '  Deployment istio-system/istiod-1-31 [differs]: it is not as declared: spec.replicas, metadata.labels["team"]',
        '    declare it as it is, take it over, and change it afterwards',
      ].join('\n'),
    );
  });

  it('though the values are worded otherwise in the ConfigMap that only people read', () => {
    const fields = [
      { path: 'data["merged-values"]', before: 'a', after: 'b', cause: 'edit' as const },
    ];
    const inConfigMap = (name: string) => adopted({ fields, object: { ...created.object, name } });
    const values = inConfigMap('values-1-31');
    expect(planAdoption(planned({ changes: [values] }), []).adopted).toEqual([values]);
    expect(refusal({ changes: [inConfigMap('istio-1-31')] })).toContain('[differs]');
  });

  it.each(['update', 'delete', 'forget'] as const)(
    'never while the source would %s something',
    (op) => {
      expect(refusal({ changes: [adopted(), aChange({ op })] })).toContain(
        `[differs]: the source would ${op} it`,
      );
    },
  );

  it('never with a problem of the plan', () => {
    const problem = { code: 'conflict' as const, object: created.object, message: 'm', next: 'n' };
    expect(refusal({ changes: [adopted()], problems: [problem] })).toContain(
      '[conflict]: m\n    n',
    );
  });

  it('never while a program goes on reconciling it, each named', () => {
    expect(refusal({ changes: [adopted()] }, ['Deployment a reconciles it', 'Sail too'])).toBe(
      [
        'nothing was changed:',
        '  the cluster [reconciled]: Deployment a reconciles it',
        '    run adopt again when it is gone',
        '  the cluster [reconciled]: Sail too',
        '    run adopt again when it is gone',
      ].join('\n'),
    );
  });
});

describe('a difference that only the Helm release makes', () => {
  it.each([
    'metadata.labels["app.kubernetes.io/instance"]',
    'spec.template.metadata.labels["app.kubernetes.io/instance"]',
  ])('is answered with the name to declare: %s', (path) => {
    expect(refusal({ changes: [adopted({ fields: [instance(path, 'istiod')] })] })).toContain(
      'it belongs to the Helm release "istiod": declare release: \'istiod\', then compare again',
    );
  });

  it('is no such difference where the label is missing in the cluster, or is another', () => {
    const absent = instance('metadata.labels["app.kubernetes.io/instance"]', undefined);
    const other = instance('metadata.labels["app.kubernetes.io/name"]', 'istiod');
    for (const field of [absent, other]) {
      expect(refusal({ changes: [adopted({ fields: [field] })] })).toContain('declare it as it is');
    }
  });
});

describe('a gateway that Helm or istioctl made', () => {
  const address = (label: string) =>
    adopted({
      object: { apiVersion: 'v1', kind: 'Service', namespace: 'gateways', name: 'ingress' },
      fields: [{ path: `spec.selector["${label}"]`, after: '1-31', cause: 'edit' }],
    });

  it('is told to be declared in place, where it is declared with generations', () => {
    expect(refusal({ changes: [address('istio-revisions.dev/generation')] })).toBe(
      [
        'nothing was changed:',
        '  Service gateways/ingress [differs]: it is not as declared: spec.selector["istio-revisions.dev/generation"]',
        '    declare inPlace: true for its gateway, take it over, and leave inPlace out afterwards, for generations',
      ].join('\n'),
    );
  });

  it('is told nothing of that where its address selects by something else', () => {
    expect(refusal({ changes: [address('version')] })).toContain('declare it as it is, take it');
  });
});

describe('taking an installation over', () => {
  it('remembers exactly what exists, lets its makers give way, and then updates', async () => {
    const ports = new RecordingPorts();
    const changes = [adopted({ yielding: ['helm'] }), created];
    const adoption = planAdoption(planned({ changes }), []);
    await carryOutAdoption(planned({ changes }), adoption, ports);
    expect(ports.calls).toEqual([
      'remember istio-system/istiod-1-31',
      'withdraw helm from apps/v1 Deployment istiod-1-31',
      'up',
    ]);
    expect(ports.runs).toEqual([{ resources: RESOURCES }]);
  });

  it('remembers with it what is ours already, which could not be created', async () => {
    const ports = new RecordingPorts();
    const plan = { changes: [adopted()], lost: [ACCOUNT.key] };
    await carryOutAdoption(planned(plan), planAdoption(planned(plan), []), ports);
    expect(ports.calls[0]).toBe('remember istio-system/istiod-1-31, istio-system/istiod-1-31');
  });

  it('does not take an object of another type for the one that is adopted', async () => {
    const older = aResource({ ...anIstiodBody(), apiVersion: 'apps/v1beta1' });
    const ports = new RecordingPorts();
    const plan = { resources: [older], plan: aPlan({ changes: [adopted()] }), observation: null };
    await carryOutAdoption(plan, { adopted: [adopted()], created: [] }, ports);
    expect(ports.calls[0]).toBe('remember ');
  });
});
