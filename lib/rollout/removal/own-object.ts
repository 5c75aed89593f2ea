import { istiodName } from '../health/istiod-name';

/** Kinds whose names have the mesh's namespace behind them, since they are in none. */
const WITHOUT_NAMESPACE = /^(ClusterRole|Validating|Mutating)/;

/**
 * Whether an object, as `<Kind> <namespace>/<name>`, is one that Istio's istiod chart makes for this revision alone, or an
 * istiod for itself: by its name, since gateways, node agents and the default validator carry the revision's label as well.
 * @param namespaces - those that the mesh may be in: where one is part of a name, `1-30-istio-system` is no other's of `1`
 * @see https://github.com/istio/istio/tree/1.31.0/manifests/charts/istio-control/istio-discovery/templates
 */
export function isOwnObject(
  revision: string,
  object: string,
  namespaces: readonly string[],
): boolean {
  const [kind = '', path = ''] = object.split(' ');
  const name = path.split('/').at(-1) ?? '';
  const own = namesOf(revision)[kind] ?? [];
  if (own.includes(name)) return true;
  if (kind === 'ConfigMap') return name.startsWith(`istio-${revision}-gatewayclass-`);
  const ends = namespaces.flatMap((namespace) => [namespace, `${namespace}.istio.io`]);
  return (
    WITHOUT_NAMESPACE.test(kind) && own.some((one) => ends.some((end) => name === `${one}-${end}`))
  );
}

function namesOf(revision: string): Readonly<Record<string, readonly string[]>> {
  const suffix = revision === 'default' ? '' : `-${revision}`;
  const istiod = [istiodName(revision)];
  const reached = [...istiod, ...istiod.map((name) => `${name}-remote`)];
  const named = (...names: readonly string[]) => names.map((name) => `${name}${suffix}`);
  const roles = named(
    'istiod-clusterrole',
    'istiod-gateway-controller',
    'istio-reader-clusterrole',
  );
  return {
    Deployment: istiod,
    Service: reached,
    EndpointSlice: reached,
    ServiceAccount: istiod,
    HorizontalPodAutoscaler: istiod,
    PodDisruptionBudget: istiod,
    NetworkPolicy: istiod,
    Role: istiod,
    RoleBinding: istiod,
    ConfigMap: named('istio', 'istio-sidecar-injector', 'values', 'pilot-jwks-extra-cacerts'),
    ClusterRole: roles,
    ClusterRoleBinding: roles,
    MutatingWebhookConfiguration: named('istio-sidecar-injector'),
    ValidatingWebhookConfiguration: named('istio-validator'),
    ValidatingAdmissionPolicy: named('stable-channel-policy'),
    ValidatingAdmissionPolicyBinding: named('stable-channel-policy-binding'),
    Lease: ['istio-gateway-deployment', 'istio-gateway-status-leader'].map(
      (name) => `${name}-${revision}`,
    ),
  };
}
