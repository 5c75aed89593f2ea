import fc from 'fast-check';
import { known, unknown } from '../../../../lib/rollout/fact';
import { removalPlan } from '../../../../lib/rollout/removal/removal-plan';
import { removalText } from '../../../../lib/rollout/removal/removal-text';
import { AT, anObservation, aPod, FROM } from '../../../support/rollout-builders';

/** What exists once for all revisions, or belongs to none; much of it carries a revision's label. */
const SHARED = [
  'ValidatingWebhookConfiguration istiod-default-validator',
  'MutatingWebhookConfiguration istio-revision-tag-default',
  'MutatingWebhookConfiguration istio-revision-tag-prod-istio-system',
  'Service istio-system/istiod-revision-tag-default',
  'ServiceAccount istio-system/istio-reader-service-account',
  'CustomResourceDefinition virtualservices.networking.istio.io',
  'Secret istio-system/cacerts',
  'Secret istio-system/istio-ca-secret',
  'Secret istio-system/istio-remote-secret-east',
  'ConfigMap shop/istio-ca-root-cert',
  'ConfigMap istio-system/istio-leader',
  'ConfigMap istio-system/istio-namespace-controller-election',
  'ConfigMap istio-system/istio-cni-config',
  'DaemonSet istio-system/istio-cni-node',
  'DaemonSet istio-system/ztunnel',
  'ClusterRole istio-cni',
  'ClusterRole ztunnel',
  'GatewayClass istio',
  'Deployment gateways/ingress',
  'Deployment gateways/istio-ingressgateway',
  'Service gateways/istio-ingressgateway',
  'Namespace istio-system',
];

/** What an istiod of a revision consists of. */
const ownOf = (revision: string) => {
  const suffix = revision === 'default' ? '' : `-${revision}`;
  return [
    `Deployment istio-system/istiod${suffix}`,
    `Service istio-system/istiod${suffix}`,
    `ServiceAccount istio-system/istiod${suffix}`,
    `HorizontalPodAutoscaler istio-system/istiod${suffix}`,
    `PodDisruptionBudget istio-system/istiod${suffix}`,
    `NetworkPolicy istio-system/istiod${suffix}`,
    `Role istio-system/istiod${suffix}`,
    `RoleBinding istio-system/istiod${suffix}`,
    `ConfigMap istio-system/istio${suffix}`,
    `ConfigMap istio-system/istio-sidecar-injector${suffix}`,
    `ConfigMap istio-system/values${suffix}`,
    `ClusterRole istiod-clusterrole${suffix}-istio-system`,
    `ClusterRoleBinding istio-reader-clusterrole${suffix}-istio-system`,
    `MutatingWebhookConfiguration istio-sidecar-injector${suffix}`,
    `ValidatingWebhookConfiguration istio-validator${suffix}-istio-system`,
    `Lease istio-system/istio-gateway-deployment-${revision}`,
    `Lease istio-system/istio-gateway-status-leader-${revision}`,
  ];
};

const planOf = (revision: string, objects: readonly string[]) => {
  const plan = removalPlan(
    revision,
    anObservation({
      injectors: known([], AT),
      revisionObjects: known({ [revision]: objects }, AT),
    }),
  );
  if (!plan.known) throw new Error(plan.reason);
  return plan.value;
};
const namesOf = (list: readonly { readonly object: string }[]) => list.map(({ object }) => object);

describe('the removal plan', () => {
  it.each([FROM, 'default'])('takes everything that istiod %s consists of', (revision) => {
    const { removes, keeps } = planOf(revision, ownOf(revision));
    expect(namesOf(removes)).toEqual(ownOf(revision).sort());
    expect(keeps).toEqual([]);
  });

  it('never takes what revisions share, what belongs to none, or to another one', () => {
    const revisions = fc.constantFrom(
      '1-30',
      '1-31',
      'default',
      'canary',
      'ztunnel',
      'default-tag',
    );
    const mixes = fc.tuple(revisions, revisions, fc.shuffledSubarray(SHARED));
    fc.assert(
      fc.property(mixes, ([revision, other, shared]) => {
        const others = other === revision ? [] : ownOf(other);
        const { removes, keeps } = planOf(revision, [...shared, ...others, ...ownOf(revision)]);
        expect(namesOf(removes)).toEqual(ownOf(revision).sort());
        expect(namesOf(keeps)).toEqual([...shared, ...others].sort());
      }),
      { seed: 20_261_126, numRuns: 200 },
    );
  });

  it('says why each object goes or stays, what would be orphaned and what has ended', () => {
    const plan = removalPlan(
      FROM,
      anObservation({
        pods: known(
          [
            aPod({ name: 'old', revision: FROM }),
            aPod({ name: 'job', revision: FROM, phase: 'Failed', createdAt: AT - 3 * 86_400_000 }),
          ],
          AT,
        ),
        injectors: known([], AT),
        revisionObjects: known(
          {
            [FROM]: [
              `Deployment istio-system/istiod-${FROM}`,
              `Lease istio-system/istio-gateway-deployment-${FROM}`,
              'DaemonSet istio-system/istio-cni-node',
              'Deployment gateways/ingress',
            ],
          },
          AT,
        ),
      }),
    );
    expect(removalText(plan)).toEqual([
      'removal of 1-30: 2 objects go, 2 stay',
      '  not yet: pods injected by it: shop/old',
      '  goes: Deployment istio-system/istiod-1-30: is part of istiod 1-30, which nothing uses',
      '  goes: Lease istio-system/istio-gateway-deployment-1-30: is a lock by which istiods of 1-30 elected a leader',
      '  stays: DaemonSet istio-system/istio-cni-node: serves every node of the cluster, whichever revision',
      '  stays: Deployment gateways/ingress: is none of what istiod is made of: gateways, and what is yours, belong to no revision',
      '  ended: shop/job (Failed, made 3 d ago)',
    ]);
  });

  it.each(['istiods', 'injectors', 'revisionObjects'] as const)(
    'is not known while %s are not',
    (fact) => {
      const plan = removalPlan(FROM, anObservation({ [fact]: unknown('503', AT) }));
      expect(removalText(plan)).toEqual(['removal: not known, 503']);
    },
  );
});
