import type { V1PolicyRule } from '@kubernetes/client-node';
import type { RevisionsOperatorProps } from '../../../constructs';
import { OPERATOR_PERMISSIONS } from '../../../lib/operator/operator-permissions';
import { ROLLOUT_PERMISSIONS } from '../../../lib/operator/rollout-permissions';
import type { KubeObject } from '../../../lib/render/kube-object';
import { find, NAME, objectsOf, podOf } from '../../support/installed-operator';

const DRIVES: Partial<RevisionsOperatorProps> = { rollouts: {} };

/** Each right of a role by itself. */
function rightsOf(rules: readonly V1PolicyRule[]): string[] {
  return rules.flatMap(({ apiGroups = [], resources = [], resourceNames = [''], verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        resourceNames.flatMap((name) =>
          verbs.map((verb) => `${verb} ${resource}.${group} ${name}`),
        ),
      ),
    ),
  );
}

describe("the operator's account", () => {
  it.each([
    ['ClusterRole', 'cluster', OPERATOR_PERMISSIONS, {}],
    ['Role', 'namespace', OPERATOR_PERMISSIONS, {}],
    ['ClusterRole', 'cluster', [...OPERATOR_PERMISSIONS, ...ROLLOUT_PERMISSIONS], DRIVES],
    ['Role', 'namespace', [...OPERATOR_PERMISSIONS, ...ROLLOUT_PERMISSIONS], DRIVES],
  ])('has as %s exactly the rights that are written down for the %s', (...example) => {
    const [kind, scope, permissions, props] = example;
    const { rules } = find<{ rules: V1PolicyRule[] }>(objectsOf(props), kind);
    const written = permissions
      .filter((row) => row.scope === scope)
      .map(({ apiGroup, resources, verbs, resourceNames }) => ({
        apiGroups: [apiGroup],
        resources,
        verbs,
        ...(resourceNames === undefined ? {} : { resourceNames }),
      }));
    expect(rules).toEqual(written);
    expect(rules.length).toBeGreaterThan(10);
    expect(rightsOf(rules).filter((right) => /\*|secret/.test(right))).toEqual([]);
  });

  it.each(['ClusterRoleBinding', 'RoleBinding'])('has them by a %s of its own, alone', (kind) => {
    const binding = find<{ roleRef: object; subjects: object[] }>(objectsOf(), kind);
    expect(binding.roleRef).toEqual({
      apiGroup: 'rbac.authorization.k8s.io',
      kind: kind.replace('Binding', ''),
      name: NAME,
    });
    expect(binding.subjects).toEqual([
      { apiGroup: '', kind: 'ServiceAccount', name: NAME, namespace: 'istio-system' },
    ]);
  });

  it('has its token in its own pod only', () => {
    const account = find<{ automountServiceAccountToken: boolean }>(objectsOf(), 'ServiceAccount');
    expect(account.automountServiceAccountToken).toBe(false);
    expect(podOf().pod).toMatchObject({
      automountServiceAccountToken: true,
      serviceAccountName: NAME,
    });
  });

  it('carries the role of a cloud where an object store asks for one', () => {
    const accountAnnotations = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/states' };
    const account = find<KubeObject>(objectsOf({ accountAnnotations }), 'ServiceAccount');
    expect(account.metadata.annotations).toEqual(accountAnnotations);
  });
});
