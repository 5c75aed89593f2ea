import { MeshConfig } from '../constructs/mesh-config';
import type { gatewayValues, values as chart } from '../lib/generated/newest';
import type { GatewayGeneration, GatewayRelease } from '../lib/operator/gateway/gateway-release';
import { isInPlace } from '../lib/operator/gateway/is-in-place';
import { wholeReplicas } from '../lib/operator/gateway/gateway-replicas';
import { replicasOfShare } from '../lib/operator/gateway/gateway-shares';
import { mergeValues } from '../lib/operator/merge-values';
import { toIstioOperator, type RevisionProps } from '../lib/operator/to-istio-operator';
import type { ExposedIstiods } from '../lib/render/expose-istiod';
import type { RevisionTagRelease } from '../lib/render/render-revision-tag';
import { aloneOn } from '../lib/rollout/gateway-places';
import { isPatch, revisionOf as nameOf, versionOf } from '../lib/rollout/patch/version-of';
import type { RolloutPosition } from '../lib/rollout/position';
import { declaredGateways, gatewayKey } from '../lib/rollout/wave-members';
import type { EnvironmentSpec } from './environments';
import { primaryRevision, remoteRevision } from './remote-revision';

/** A gateway of an environment, as it is rendered. */
export interface PlacedGateway extends GatewayRelease {
  /** The network that it leads to, of an east-west gateway. */
  readonly network?: string;
  /** The istiods that other clusters reach through an east-west gateway. */
  readonly exposeIstiod?: ExposedIstiods;
  /** The revision whose pods the rollout makes and judges. */
  readonly judged?: string;
}

/** The revisions that an environment has at a position: a rollout installs its target, and what it retired stays away. */
export function revisionsAt(
  environment: EnvironmentSpec,
  position: RolloutPosition | undefined,
): RevisionProps[] {
  const { mesh, rollout } = environment;
  return mesh.revisions
    .filter(({ revision }) => {
      if (position?.retired.includes(revision) === true) return false;
      return revision !== rollout?.to || position?.installed === true;
    })
    .map((revision) => revisionOf(environment, atPosition(environment, revision, position)));
}

/** A revision at the version that a patch has brought it to, or at which one that has not begun leaves it. */
function atPosition(
  { rollout }: EnvironmentSpec,
  revision: RevisionProps,
  position: RolloutPosition | undefined,
): RevisionProps {
  const isPatched = rollout !== undefined && nameOf(rollout.from) === revision.revision;
  const before = isPatched ? versionOf(rollout.from) : null;
  const version =
    position === undefined ? before : (position.versions?.[revision.revision] ?? null);
  return version === null ? revision : { ...revision, version };
}

/** The revision tags that an environment has at a position, each on the revision that the rollout has brought it to. */
export function tagsAt(
  environment: EnvironmentSpec,
  position: RolloutPosition | undefined,
): RevisionTagRelease[] {
  return Object.entries(position?.tags ?? {}).map(([tag, revision]) =>
    tagAt(environment, tag, revision, position),
  );
}

/** A revision tag of an environment on one of its revisions. @throws Error when the revision is not declared. */
export function tagAt(
  environment: EnvironmentSpec,
  tag: string,
  revision: string,
  position: RolloutPosition | undefined,
): RevisionTagRelease {
  const declared = requireDeclared(environment, `revision tag "${tag}"`, revision);
  const placed = atPosition(environment, declared, position);
  return { tag, document: toIstioOperator(revisionOf(environment, placed)) };
}

/** The values of a revision; its tags are objects of their own, which outlive it. */
function valuesOf(
  { values }: RevisionProps,
  network: string | undefined,
): Pick<RevisionProps, 'values'> {
  if (values === undefined && network === undefined) return {};
  const { revisionTags: _tags, ...own } = values ?? {};
  const shared = network === undefined ? {} : { global: { network } };
  return { values: mergeValues<chart.Values>(shared, own) };
}

/** The gateways that an environment has at a position, each with the generations that the rollout has given it. */
export function gatewaysAt(
  environment: EnvironmentSpec,
  position: RolloutPosition | undefined,
): PlacedGateway[] {
  const { mesh } = environment;
  return mesh.gateways.flatMap(
    ({ eastWest, exposeIstiod, revision, servers: _servers, ...gateway }) => {
      const place = position?.gateways[`${gateway.namespace}/${gateway.name}`] ?? aloneOn(revision);
      const [first, ...others] = Object.entries(place.generations).map(([end, share]) =>
        generationAt(environment, position, gateway.values, end, share),
      );
      if (first === undefined) return [];
      const serving = place.serving === null ? {} : { serving: nameOf(place.serving) };
      const generations = [first, ...others] as const;
      const placed: PlacedGateway = {
        ...gateway,
        generations,
        ...serving,
        ...judgedOf(environment, position, { ...gateway, generations }),
      };
      const { namespace, network } = mesh;
      if (eastWest !== true) return [placed];
      if (network === undefined) return [];
      const revisions = revisionsAt(environment, position).map((one) => one.revision);
      // A cluster without istiods has none to expose.
      const isExposed = exposeIstiod === true && environment.fleet?.controlPlane === undefined;
      const exposed = isExposed ? { exposeIstiod: { namespace, revisions } } : {};
      return [{ ...placed, network, ...exposed }];
    },
  );
}

/**
 * Which generation of a gateway the rollout makes, if a wave of it moves the gateway. The same from the first step to the last, since
 * no step may change a Deployment that it is not about; but not before there is a rollout, whose gates would judge it.
 */
function judgedOf(
  { rollout }: EnvironmentSpec,
  position: RolloutPosition | undefined,
  gateway: PlacedGateway,
): Pick<PlacedGateway, 'judged'> {
  const key = gatewayKey(gateway);
  if (rollout === undefined || !declaredGateways(rollout.waves).map(gatewayKey).includes(key))
    return {};
  if (isInPlace(gateway) || isPatch(rollout)) return { judged: gateway.generations[0].revision };
  return position?.gateways[key] === undefined ? {} : { judged: nameOf(rollout.to) };
}

/** A generation with the chart of its revision's version, and with the replicas for its share of the traffic. */
function generationAt(
  environment: EnvironmentSpec,
  position: RolloutPosition | undefined,
  values: gatewayValues.GatewayValues | undefined,
  end: string,
  share: number,
): GatewayGeneration {
  const revision = nameOf(end);
  const declared = requireDeclared(environment, 'a gateway', revision);
  const { version } = atPosition(environment, declared, position);
  const generation = { revision, version: versionOf(end) ?? version };
  const whole = wholeReplicas(values);
  const replicas = share === 100 || whole === null ? null : replicasOfShare(share, whole);
  return replicas === null ? generation : { ...generation, replicas };
}

/** A revision with what the mesh says of all, and with what other clusters of it need or have. */
function revisionOf({ mesh, fleet }: EnvironmentSpec, revision: RevisionProps): RevisionProps {
  const { hub, network, meshConfig = {} } = mesh;
  const common: { readonly hub?: string } = hub === undefined ? {} : { hub };
  const whole = {
    ...common,
    ...revision,
    ...valuesOf(revision, network),
    meshConfig: new MeshConfig(meshConfig).with(revision.meshConfig ?? {}).values,
  };
  if (fleet === undefined) return whole;
  const { cluster, controlPlane, others } = fleet;
  if (controlPlane !== undefined) {
    return remoteRevision(whole, { cluster, address: controlPlane.address });
  }
  return others.some((other) => other.controlPlane === cluster) ? primaryRevision(whole) : whole;
}

function requireDeclared(
  { name, mesh }: EnvironmentSpec,
  what: string,
  revision: string,
): RevisionProps {
  const found = mesh.revisions.find((one) => one.revision === revision);
  if (found !== undefined) return found;
  const known = mesh.revisions.map((one) => one.revision).join(', ');
  throw new Error(
    `environment "${name}": ${what} is on revision "${revision}", which is not declared; declared: ${known}`,
  );
}
