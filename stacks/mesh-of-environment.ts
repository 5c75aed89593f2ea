import { MeshConfig } from '../constructs/mesh-config';
import type { values as chart } from '../lib/generated/newest';
import { mergeValues } from '../lib/operator/merge-values';
import type { RevisionProps } from '../lib/operator/to-istio-operator';
import type { GatewayRelease } from '../lib/render/render-gateway';
import type { RolloutPosition } from '../lib/rollout/position';
import type { EnvironmentSpec } from './environments';

/** A gateway of an environment, as it is rendered. */
export interface PlacedGateway extends GatewayRelease {
  /** The network that it leads to, of an east-west gateway. */
  readonly network?: string;
}

/** The revisions that an environment has at a position: a rollout installs its target, and what it retired stays away. */
export function revisionsAt(
  { mesh, rollout }: EnvironmentSpec,
  position: RolloutPosition | undefined,
): RevisionProps[] {
  const { hub, network, meshConfig = {} } = mesh;
  const common: { readonly hub?: string } = hub === undefined ? {} : { hub };
  return mesh.revisions
    .filter(({ revision }) => {
      if (position?.retired.includes(revision) === true) return false;
      return revision !== rollout?.to || position?.installed === true;
    })
    .map((revision) => ({
      ...common,
      ...revision,
      ...(network === undefined
        ? {}
        : { values: mergeValues<chart.Values>({ global: { network } }, revision.values ?? {}) }),
      meshConfig: new MeshConfig(meshConfig).with(revision.meshConfig ?? {}).values,
    }));
}

/** The gateways that an environment has at a position, each on the revision that the rollout has brought it to. */
export function gatewaysAt(
  environment: EnvironmentSpec,
  position: RolloutPosition | undefined,
): PlacedGateway[] {
  const { mesh } = environment;
  return mesh.gateways.flatMap(({ eastWest, ...gateway }) => {
    const revision = position?.gateways[`${gateway.namespace}/${gateway.name}`] ?? gateway.revision;
    const placed = { ...gateway, revision, version: versionOf(environment, revision) };
    if (eastWest !== true) return [placed];
    return mesh.network === undefined ? [] : [{ ...placed, network: mesh.network }];
  });
}

function versionOf({ name, mesh }: EnvironmentSpec, revision: string): string {
  const found = mesh.revisions.find((one) => one.revision === revision);
  if (found !== undefined) return found.version;
  const known = mesh.revisions.map((one) => one.revision).join(', ');
  throw new Error(
    `environment "${name}": a gateway is on revision "${revision}", which is not declared; declared: ${known}`,
  );
}
