import type { FrozenWave } from '../record';
import type { RolloutSpec } from '../rollout-spec';
import { gatewayNamed } from '../wave-members';
import type { ClusterFacts } from './cluster-facts';
import { gatewayTarget } from './gateway-target';
import { DEFAULT_SOAK_SECONDS } from './defaults';
import type { Standing } from './standing';

const MOVED_GATEWAYS = 'moved-gateways';
const MOVED_NAMESPACES = 'moved';

/** Names of the waves that hold what a superseded rollout had moved; no others may have them. */
export const MOVED: readonly string[] = [MOVED_GATEWAYS, MOVED_NAMESPACES];

/** What a superseded rollout has brought to `to` already, as waves that are released from the start and judged like any other. */
export function alreadyMoved(
  spec: RolloutSpec,
  { namespaces, gateways }: Standing,
  facts: Pick<ClusterFacts, 'workloads'>,
): FrozenWave[] {
  const common = { soakSeconds: spec.soakSeconds ?? DEFAULT_SOAK_SECONDS, approval: false };
  const keys = [...gateways].flatMap(([key, revision]) => (revision === spec.to ? [key] : []));
  const targets = [...namespaces].flatMap(([uid, { name, revision, original }]) =>
    revision === spec.to ? [{ name, uid, original }] : [],
  );
  return [
    ...(keys.length === 0
      ? []
      : [
          {
            name: MOVED_GATEWAYS,
            kind: 'gateway' as const,
            gateways: keys.map((key) => gatewayTarget(gatewayNamed(key), spec.to, facts)),
            ...{ revision: spec.to, share: 100, scale: 100, stepOf: MOVED_GATEWAYS, shares: [100] },
            ...common,
          },
        ]),
    ...(targets.length === 0
      ? []
      : [{ name: MOVED_NAMESPACES, kind: 'namespace' as const, namespaces: targets, ...common }]),
  ];
}
