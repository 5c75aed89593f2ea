import { nameSome } from '../../name-some';
import { matchesSelector } from '../../selector/matches-selector';
import { selectorText } from '../../selector/selector-text';
import {
  seenMembers,
  type FleetCheck,
  type FleetProblem,
  type FoundMeshConfig,
  type SeenMember,
} from './fleet-facts';

/** A Service of the cluster, with or without a port: `istiod-1-31.istio-system.svc:15012`. */
const SERVICE = /^([^.:]+)[.]([^.:]+)[.]svc([.:]|$)/;

/** MeshConfigs that send proxies to no istiod, or let istiod overlook a namespace of the mesh. */
export const discoveryProblems: FleetCheck = (facts) => {
  const seen = seenMembers(facts);
  return seen.flatMap((member) => {
    // A cluster without an istiod is configured by the MeshConfigs of the one that it uses.
    const configuring = member.controlPlane ?? member.name;
    const configs = seen.find(({ name }) => name === configuring)?.seen.meshConfigs ?? [];
    return configs.flatMap((config) => [
      ...unanswered(member, config),
      ...overlooked(member, config),
    ]);
  });
};

/**
 * With an address of another cluster's istiod, Istio's chart sends proxies to the Service of no revision, and makes that of one.
 * @see https://github.com/istio/istio/issues/47552
 */
function unanswered(
  { name, seen, meshNamespace }: SeenMember,
  { revision, discoveryAddress }: FoundMeshConfig,
): FleetProblem[] {
  const [, service, namespace] = SERVICE.exec(discoveryAddress ?? '') ?? [];
  if (service === undefined || namespace !== meshNamespace) return [];
  if (seen.services.includes(`${namespace}/${service}`)) return [];
  return [
    {
      member: name,
      message: `proxies of revision ${revision} are sent to ${discoveryAddress ?? ''}, and there is no Service ${namespace}/${service}; set meshConfig.defaultConfig.discoveryAddress to "istiod-${revision}.${namespace}.svc:15012", whose Service the revision makes`,
    },
  ];
}

function overlooked(
  { name, seen }: SeenMember,
  { revision, discoverySelectors }: FoundMeshConfig,
): FleetProblem[] {
  if (discoverySelectors.length === 0) return [];
  const left = seen.namespaces.filter(
    ({ labels }) => !discoverySelectors.some((selector) => matchesSelector(selector, labels)),
  );
  if (left.length === 0) return [];
  const names = nameSome(left.map((namespace) => namespace.name));
  const selectors = discoverySelectors.map(selectorText).join(' or ');
  return [
    {
      member: name,
      message: `revision ${revision} discovers namespaces with ${selectors}, which ${names} ${left.length === 1 ? 'is' : 'are'} not: their pods get neither endpoints nor the root of trust; label them so, or add a selector`,
    },
  ];
}
