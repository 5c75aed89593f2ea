import type { IstiodFact, Observation } from '../observation';
import { isPatch, revisionOf } from '../patch/version-of';
import type { FrozenPlan } from '../record';
import type { GateResult, Verdict } from '../verdict';
import { pass, undecided, unreadable } from './gate';

const GATE = 'istiod';

/**
 * Passes when both control planes are fit for a rollout: every istiod of `to` ready, at least one, and the same for
 * `from`, which everything depends on until it is moved. A weak `from` is not the rollout's doing: it holds only. In a patch
 * no istiod of `from` may be left: each of the revision injects and serves whoever asks.
 */
export function istiodGate(plan: FrozenPlan, observation: Observation): GateResult {
  const { istiods } = observation;
  if (!istiods.known) return unreadable(GATE, 'istiod', istiods.reason);
  return (
    problemOf(plan.to, istiods.value, 'Inconclusive') ??
    (isPatch(plan)
      ? (leftOf(plan, istiods.value) ?? pass(GATE, 'ready', `every istiod is at ${plan.to}`))
      : (problemOf(plan.from, istiods.value, 'Environment') ??
        pass(GATE, 'ready', `every istiod of ${plan.to} and ${plan.from} is ready`)))
  );
}

function leftOf({ to }: FrozenPlan, istiods: readonly IstiodFact[]): GateResult | null {
  const left = istiods.find(
    ({ revision }) => revision !== to && revisionOf(revision) === revisionOf(to),
  );
  if (left === undefined) return null;
  const subject = `istiod ${left.pod}`;
  const value = `at ${left.revision}`;
  const message = `${subject} is ${value}, it belongs on ${to}`;
  return undecided(GATE, subject, value, message);
}

function problemOf(
  revision: string,
  istiods: readonly IstiodFact[],
  verdict: Verdict,
): GateResult | null {
  const own = istiods.filter((istiod) => istiod.revision === revision);
  const ready = own.filter((istiod) => istiod.ready);
  if (own.length > 0 && ready.length === own.length) return null;
  const value = own.length === 0 ? 'no pod' : `${ready.length}/${own.length} ready`;
  return {
    gate: GATE,
    verdict,
    namespace: (own[0]?.pod ?? '').split('/')[0] ?? '',
    subject: `istiod of ${revision}`,
    value,
    message: `istiod of ${revision}: ${value}`,
  };
}
