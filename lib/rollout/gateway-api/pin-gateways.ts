import type { Action } from '../action';
import { REVISION_LABEL } from '../names';
import type { Observation } from '../observation';
import type { FrozenWave, GatewayApiWave, RolloutRecord } from '../record';
import { isGatewayApi } from '../wave-members';
import type { GatewayApiFact } from './gateway-api-fact';
import { gatewayName } from './gateway-name';
import { isServedBy, isSettled } from './is-settled';
import { livingGateway } from './living-gateway';

/** How far the Gateways of some waves are pinned. */
export type Pinning =
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'pinned' }
  | {
      readonly kind: 'open';
      /** The one whose turn it is: to be pinned, or to have its pods replaced. */
      readonly wave: GatewayApiWave;
      readonly fact: GatewayApiFact;
      /** Why pinning it would move it; `null` where it does not. */
      readonly changed: string | null;
      /** `null` while its pods are being replaced. */
      readonly action: Extract<Action, { type: 'pin-gateway' }> | null;
    };

/**
 * Gives each Gateway of waves a label of its own for the revision that has its pods, `from`, owned by us alone: no other istiod
 * serves it for that, and from then on neither a label of its namespace nor a revision tag moves it. One at a time, since istiod
 * copies the label into their pods and so replaces them. Those that are gone are left out.
 */
export function pinGateways(
  { plan: { from } }: RolloutRecord,
  waves: readonly FrozenWave[],
  observation: Observation,
): Pinning {
  const { workloads, pods } = observation;
  const own = waves.filter(isGatewayApi);
  if (own.length === 0) return { kind: 'pinned' };
  if (!workloads.known) return { kind: 'unknown', reason: workloads.reason };
  if (!pods.known) return { kind: 'unknown', reason: pods.reason };
  const seen = { workloads: workloads.value, pods: pods.value };
  const living: { wave: GatewayApiWave; fact: GatewayApiFact }[] = [];
  for (const wave of own) {
    const read = livingGateway(wave.gateway, observation);
    if (!read.known) return { kind: 'unknown', reason: read.reason };
    if (read.value !== null) living.push({ wave, fact: read.value });
  }
  const isPinned = ({ revOwned, label }: GatewayApiFact) => revOwned && label === from;
  const moving = living.find(({ fact }) => isPinned(fact) && !isSettled(from, fact, seen));
  if (moving !== undefined) return { kind: 'open', ...moving, changed: null, action: null };
  const next = living.find(({ fact }) => !isPinned(fact));
  if (next === undefined) return { kind: 'pinned' };
  const changed = isServedBy(from, next.fact, seen)
    ? null
    : `the pods of ${gatewayName(next.fact)} were of ${from} when the rollout started and are not any more`;
  return { kind: 'open', ...next, changed, action: pinAction(next.wave, next.fact, from) };
}

/** What decides which istiod serves a Gateway, in words. */
export function gatewayLabelText({ label, revOwned, revManagers }: GatewayApiFact): string {
  if (label === null) return 'no label';
  const owners = revManagers.join(', ');
  const owned = revOwned ? '' : `, owned by ${owners === '' ? 'nobody' : owners},`;
  return `${REVISION_LABEL}=${label}${owned}`;
}

function pinAction({ gateway }: GatewayApiWave, fact: GatewayApiFact, revision: string) {
  const reason = `its pods are of ${revision} by ${gatewayLabelText(fact)}; a label of its own keeps them there`;
  return { type: 'pin-gateway', target: gateway, revision, seen: fact.label, reason } as const;
}
