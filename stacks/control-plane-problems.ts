import { isIPv4, isIPv6 } from 'node:net';
import { isPatch } from '../lib/rollout/patch/version-of';
import type { EnvironmentSpec } from './environments/environment';

/** Where something is wrong, and what. */
type Problem = readonly [path: string, message: string];

/** An environment that is one cluster of a mesh. */
type Member = EnvironmentSpec & Required<Pick<EnvironmentSpec, 'fleet'>>;

/** As Istio's chart tells an address from a name; what it takes for a name gets a Service without endpoints. */
const IPV6_OF_CHART = /^([0-9a-fA-F]*:)+[0-9a-fA-F]*$/;

/** Everything that keeps clusters of a mesh from using the istiods of another one, told for the cluster that it is about. */
export function controlPlaneProblems(environment: EnvironmentSpec): readonly Problem[] {
  const { fleet } = environment;
  if (fleet === undefined) return [];
  const member = { ...environment, fleet };
  if (fleet.controlPlane !== undefined) {
    return [...primaryProblems(member), ...addressProblems(member), ...rolloutProblems(member)];
  }
  const isPrimary = fleet.others.some((other) => other.controlPlane === fleet.cluster);
  return isPrimary ? discoveryProblems(environment) : [];
}

function primaryProblems({ fleet, mesh }: Member): Problem[] {
  const { cluster: self, controlPlane, others } = fleet;
  const wanted = controlPlane?.cluster ?? '';
  const path = `clusters.${self}.controlPlane.cluster`;
  const primaries = others.filter((other) => other.controlPlane === undefined);
  const allowed = `allowed: ${primaries.map(({ name }) => name).join(', ') || 'none, since no other cluster has istiods'}`;
  if (wanted === self) {
    return [
      [path, `found "${self}", the cluster itself; leave controlPlane out where it has istiods`],
    ];
  }
  const primary = others.find(({ name }) => name === wanted);
  if (primary === undefined) {
    return [[path, `found "${wanted}", which is no cluster of the mesh; ${allowed}`]];
  }
  if (primary.controlPlane !== undefined) {
    const message = `found "${wanted}", which has no istiods itself: it uses those of "${primary.controlPlane}"; ${allowed}`;
    return [[path, message]];
  }
  if (
    mesh.gateways.some(({ eastWest, exposeIstiod }) => eastWest === true && exposeIstiod === true)
  )
    return [];
  const message = `found "${wanted}", whose istiods no gateway exposes; set exposeIstiod of an east-west gateway in mesh.gateways`;
  return [[path, message]];
}

function addressProblems({ fleet }: Member): Problem[] {
  const { cluster, controlPlane } = fleet;
  const address: unknown = controlPlane?.address;
  if (typeof address === 'string' && isAddress(address)) return [];
  const path = `clusters.${cluster}.controlPlane.address`;
  const found = address === undefined ? 'missing' : `found ${JSON.stringify(address)}`;
  const message = `${found}; must be the IP address, such as 203.0.113.7, of the east-west gateway of "${controlPlane?.cluster ?? ''}" that exposes its istiods: by a name API servers would call port 443`;
  return [[path, message]];
}

function isAddress(address: string): boolean {
  return isIPv4(address) || (isIPv6(address) && IPV6_OF_CHART.test(address));
}

/** No proxy may be newer than its istiod, which is in the other cluster. */
function rolloutProblems({ fleet, rollout }: Member): Problem[] {
  const order = rollout?.clusters?.groups.flat() ?? [];
  const { cluster: self, controlPlane } = fleet;
  const primary = controlPlane?.cluster ?? '';
  const isBefore = order.includes(primary) && order.indexOf(self) < order.indexOf(primary);
  return [
    ...(isBefore
      ? ([
          [
            'rollout.clusters.groups',
            `found "${self}" before "${primary}", whose istiods it uses: its proxies would move first; put "${primary}" before it, in a group before or in the same one`,
          ],
        ] as const)
      : []),
    ...(rollout !== undefined && isPatch(rollout)
      ? ([
          [
            'rollout.to',
            `found "${rollout.to}", a patch, which "${self}" has no istiod for; give the new version a revision of its own`,
          ],
        ] as const)
      : []),
  ];
}

/** Proxies of other clusters look for their istiod by the name of the Service that each of them has. */
function discoveryProblems({ mesh }: EnvironmentSpec): Problem[] {
  const shared = mesh.meshConfig?.defaultConfig?.discoveryAddress;
  return [
    ...(shared === undefined
      ? []
      : ([['mesh.meshConfig.defaultConfig.discoveryAddress', shownAddress(shared)]] as const)),
    ...mesh.revisions.flatMap(({ revision, meshConfig, values }): Problem[] => {
      const path = `mesh.revisions.${revision}`;
      const own = meshConfig?.defaultConfig?.discoveryAddress;
      const remote = values?.global?.remotePilotAddress;
      return [
        ...(own === undefined || own === `istiod-${revision}.${mesh.namespace}.svc:15012`
          ? []
          : ([[`${path}.meshConfig.defaultConfig.discoveryAddress`, shownAddress(own)]] as const)),
        ...(remote === undefined
          ? []
          : ([
              [
                `${path}.values.global.remotePilotAddress`,
                `found ${JSON.stringify(remote)}; leave it out: controlPlane.address of each remote cluster sets it, and here it would send proxies to the Service of no revision`,
              ],
            ] as const)),
      ];
    }),
  ];
}

function shownAddress(found: string): string {
  return `found ${JSON.stringify(found)}; leave it out: clusters use these istiods by the Service istiod-<revision> that each of them has`;
}
