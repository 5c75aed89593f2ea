import type { kinds } from '../generated/newest';
import { REVISION_LABEL } from '../rollout/names';
import { teamAccess, type AccessObject } from './team-access';
import type { TeamNamespaceSpec } from './team-namespace';
import { teamPolicies } from './team-policies';
import { teamQuota, type QuotaObject } from './team-quota';
import { teamTelemetry } from './team-telemetry';

/** A namespace with the label that decides which revision injects it. */
export interface NamespaceObject {
  readonly apiVersion: 'v1';
  readonly kind: 'Namespace';
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
  };
}

/** What a team has in a cluster before it has an application. */
export type TeamObject =
  | NamespaceObject
  | kinds.Sidecar
  | kinds.PeerAuthentication
  | kinds.AuthorizationPolicy
  | kinds.Telemetry
  | QuotaObject
  | AccessObject;

/** The objects of a team's namespace; the namespace itself is among them where the team owns its label. */
export function renderTeamNamespace(
  spec: TeamNamespaceSpec,
  controlPlane: string,
): readonly TeamObject[] {
  return [
    ...namespaceOf(spec),
    sidecarOf(spec, controlPlane),
    ...teamPolicies(spec),
    ...teamTelemetry(spec),
    ...teamQuota(spec),
    ...teamAccess(spec),
  ];
}

function namespaceOf({ name, injection, labels = {} }: TeamNamespaceSpec): NamespaceObject[] {
  if (injection === 'platform') return [];
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { ...labels, [REVISION_LABEL]: injection.tag } },
    },
  ];
}

/** One for the whole namespace, called as Istio calls it. What it leaves out is not sent to any of its proxies. */
function sidecarOf({ name, egress = [] }: TeamNamespaceSpec, controlPlane: string): kinds.Sidecar {
  const others = egress.map((one) => (one.includes('/') ? one : `${one}/*`));
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: 'default', namespace: name },
    spec: { egress: [{ hosts: [...new Set(['./*', `${controlPlane}/*`, ...others])] }] },
  };
}
