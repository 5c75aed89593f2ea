import { namespacesByName, podsOf } from '../look-up';
import { REVISION_LABEL } from '../names';
import type { NamespaceFact } from '../observation';
import type { ClusterFacts } from '../start/cluster-facts';
import type { GatewayApiFact } from './gateway-api-fact';
import { gatewayName } from './gateway-name';
import { ISTIO_CLASS } from './start-problems';

/**
 * Gateways of the Gateway API in a namespace that moves, which no wave names and which have no label of their own: istiod follows
 * the label of the namespace, so that their pods would be replaced with its wave at once, judged by nobody.
 * @param facts - without the Gateways that waves name
 * @see https://github.com/istio/istio/issues/59959
 */
export function unpinnedIn(
  namespace: NamespaceFact,
  from: string,
  { gatewayApi }: Pick<ClusterFacts, 'gatewayApi'>,
): string[] {
  return gatewayApi
    .filter(isOfIstio)
    .filter((one) => one.namespace === namespace.name && one.label === null)
    .map((one) => unpinned(one, `the label of its namespace, which a wave moves`, from));
}

/**
 * The same of Gateways that follow a revision tag which leads to `from`, or the default revision where neither they nor their
 * namespace is labelled: they would move when that is handed over.
 */
export function unpinnedByTag(
  from: string,
  facts: Pick<ClusterFacts, 'gatewayApi' | 'namespaces' | 'injectors' | 'pods'>,
  moving: ReadonlySet<string>,
): string[] {
  return facts.gatewayApi
    .filter(isOfIstio)
    .filter(({ namespace, label }) => label !== null || !moving.has(namespace))
    .flatMap((one) => {
      const followed = followedBy(one, from, facts);
      return followed === null
        ? []
        : [unpinned(one, `${followed}, which the rollout hands over`, from)];
    });
}

/** The tag, or the default, by which a Gateway is of `from`; `null` where it is not, or not by these. */
function followedBy(
  { namespace, label, deployment }: GatewayApiFact,
  from: string,
  { namespaces, injectors, pods }: Pick<ClusterFacts, 'namespaces' | 'injectors' | 'pods'>,
): string | null {
  const labels = namespacesByName(namespaces).get(namespace)?.labels ?? {};
  const named = label ?? labels[REVISION_LABEL] ?? 'default';
  const tag = injectors.find((one) => one.tag === named);
  if (tag !== undefined) return tag.revision === from ? `revision tag ${named}` : null;
  if (label !== null || REVISION_LABEL in labels) return null;
  const made = podsOf({ kind: 'Deployment', namespace, name: deployment }, pods);
  return made.some(({ revision }) => revision === from) ? 'the default revision' : null;
}

function isOfIstio({ className }: GatewayApiFact): boolean {
  return className === ISTIO_CLASS;
}

function unpinned(gateway: GatewayApiFact, followed: string, from: string): string {
  const { namespace, name } = gateway;
  return (
    `${gatewayName(gateway)} follows ${followed}: its pods would be replaced then, judged by nobody; name it in a wave of gateways, ` +
    `or keep it: kubectl label gateways.gateway.networking.k8s.io -n ${namespace} ${name} ${REVISION_LABEL}=${from} --overwrite`
  );
}
