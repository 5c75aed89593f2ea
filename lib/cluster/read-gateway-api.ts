import type { KubernetesObject } from '@kubernetes/client-node';
import type { GatewayApiFact } from '../rollout/gateway-api/gateway-api-fact';
import { REVISION_LABEL } from '../rollout/names';
import type { PinnedFact } from '../rollout/pointers/pointer-fact';
import { isUnknownKind } from './api-error';
import type { KubeClient } from './kube-client';
import { labelOwners } from './label-owners';
import { listAll } from './list-all';

/** The version of the Gateway API that istiod reads and we write. */
export const GATEWAY_API_VERSION = 'gateway.networking.k8s.io/v1';

/** As istiod names the Deployment otherwise than after Gateway and class. */
const NAME_OVERRIDE = 'gateway.istio.io/name-override';

/** A Gateway as the API server has it, as far as it is read. */
export interface GatewayObject extends KubernetesObject {
  readonly spec?: {
    readonly gatewayClassName?: string;
    readonly infrastructure?: { readonly labels?: object };
  };
  readonly status?: {
    readonly addresses?: readonly { readonly value?: string }[];
    readonly conditions?: readonly {
      readonly type?: string;
      readonly status?: string;
      readonly reason?: string;
      readonly message?: string;
      readonly observedGeneration?: number;
    }[];
  };
}

/** Every Gateway of the Gateway API; none where the cluster does not know the kind. */
export async function readGatewayApi(client: KubeClient): Promise<readonly GatewayApiFact[]> {
  try {
    const found = await listAll<GatewayObject>(client, GATEWAY_API_VERSION, 'Gateway');
    return found.map(gatewayApiFact);
  } catch (error) {
    if (isUnknownKind(error)) return [];
    throw error;
  }
}

/** What the planner needs to know of a Gateway. */
export function gatewayApiFact(gateway: GatewayObject): GatewayApiFact {
  const { metadata, spec, status } = gateway;
  const className = spec?.gatewayClassName ?? '';
  const name = metadata?.name ?? '';
  return {
    namespace: metadata?.namespace ?? '',
    name,
    uid: metadata?.uid ?? '',
    className,
    label: metadata?.labels?.[REVISION_LABEL] ?? null,
    ...labelOwners(metadata?.managedFields),
    deployment: metadata?.annotations?.[NAME_OVERRIDE] ?? `${name}-${className}`,
    copiesLabels: spec?.infrastructure?.labels === undefined,
    unprogrammed: unprogrammed(gateway),
    addresses: (status?.addresses ?? []).flatMap(({ value }) => value ?? []).sort(),
  };
}

/** Those that are labelled for one of some revisions: nothing of another reads them. */
export function pinnedGateways(
  gateways: readonly GatewayApiFact[],
  revisions: readonly string[],
): PinnedFact[] {
  return gateways.flatMap(({ namespace, name, label }) =>
    label !== null && revisions.includes(label)
      ? [{ kind: 'Gateway of the Gateway API', namespace, name, revision: label }]
      : [],
  );
}

/** A condition about an older generation says nothing of this one. */
function unprogrammed({ metadata, status }: GatewayObject): string | null {
  const condition = (status?.conditions ?? []).find(({ type }) => type === 'Programmed');
  if (condition === undefined) return 'its status does not say so';
  const { reason = '', message = '', observedGeneration = 0 } = condition;
  if (condition.status !== 'True') return [reason, message].filter((one) => one !== '').join(': ');
  return observedGeneration < (metadata?.generation ?? 0) ? 'its status is of an older one' : null;
}
