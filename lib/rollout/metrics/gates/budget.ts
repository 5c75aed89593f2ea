import { pass, type Gate } from '../../gates/gate';
import type { FrozenWave, RolloutRecord } from '../../record';
import type { GateResult, Share } from '../../verdict';
import { namespaceNames } from '../../wave-members';
import { lowerBound, upperBound } from '../confidence';
import { controlGroup, ENOUGH, untouched } from '../control-group';
import { lengthOf, type Counted } from '../count-requests';
import { eventSize, togetherOf } from '../evidence';
import { shareOf } from '../judge-share';
import { percent } from '../percent';
import { onTraffic, trafficReader } from '../traffic-reader';
import { viewsOf, type Part } from '../wave-parts';
import { countSince, type WaveTraffic } from '../wave-traffic';
import { successRule } from './success-rate';

const GATE = 'budget';

/** How probable it may be that chance alone spends so much. */
const ALPHA = 0.001;

const DAYS = 30;
const DAY_MS = 86_400_000;

/** What one side saw a wave spend. */
interface Spending {
  readonly parts: readonly Part[];
  readonly counted: Share;
  /** Requests that surely failed beside those that usually do. */
  readonly excess: number;
  /** Requests that may fail in all of its days. */
  readonly budget: number;
}

/**
 * Fails when a wave has surely spent more of its error budget than a rollout may, from its release on: also what other gates leave
 * out as restart, warm-up or the doing of others adds up for users. What fails elsewhere as well is taken off.
 */
export function budgetGate(record: RolloutRecord, reader = trafficReader(record)): Gate {
  return onTraffic(GATE, reader, (wave, _observation, traffic) => {
    const { waveBudget, rolloutBudget } = traffic.limits;
    const allowed = traffic.isProving ? waveBudget : rolloutBudget;
    const parts = successRule.parts(wave, traffic);
    const names = new Set(namespaceNames(wave));
    const since = countSince(
      traffic,
      (one) => names.has(one.destinationNamespace) || names.has(one.sourceNamespace),
    );
    const views = viewsOf(parts).map((view) => spendingOf(view, since, traffic));
    const [worst] = [...views].sort((a, b) => spentBy(b) - spentBy(a));
    if (worst === undefined) return pass(GATE, 'not judged', `wave ${wave.name} has no requests`);
    const value = `${percent(spentBy(worst))} spent`;
    const message = `wave ${wave.name} spent ${percent(spentBy(worst))} of the error budget of ${DAYS} days, limit ${percent(allowed)}`;
    if (spentBy(worst) <= allowed) return pass(GATE, value, message);
    const elsewhere = elsewhereOf(record, wave, traffic);
    const own = { ...worst, excess: worst.excess - elsewhere * worst.counted.all };
    return spentBy(own) <= allowed
      ? pass(GATE, value, `${message}; ${percent(elsewhere)} more failed elsewhere, too`)
      : breach(wave, worst, value, message);
  });
}

function spendingOf(
  parts: readonly Part[],
  since: Counted,
  { before, limits }: WaveTraffic,
): Spending {
  const usual = togetherOf(parts.map((one) => one.before));
  const all = togetherOf(parts.map((one) => one.within([since])));
  const now = togetherOf(parts.map((one) => one.now));
  const size = Math.max(eventSize(usual), eventSize(now));
  const least = lowerBound(all.bad / size, all.all / size, ALPHA);
  const most = usual.all === 0 ? 0 : upperBound(usual.bad / size, usual.all / size, ALPHA);
  const rate = Math.max(
    all.all / Math.max(1, since.to - since.from),
    usual.all / Math.max(1, lengthOf(before)),
  );
  return {
    parts,
    counted: { bad: all.bad, all: all.all },
    excess: Math.max(0, least - most) * all.all,
    budget: rate * DAYS * DAY_MS * limits.maxErrorShare,
  };
}

/** A share, from 0 to 1, of the budget. */
function spentBy({ excess, budget }: Spending): number {
  return budget === 0 ? 0 : excess / budget;
}

/** How much larger the share of failures of the control group is than before the wave, since the wave was released. */
function elsewhereOf(record: RolloutRecord, wave: FrozenWave, traffic: WaveTraffic): number {
  const view = successRule.control;
  if (view === null) return 0;
  const names = untouched(record, wave, traffic);
  const since = countSince(traffic, ({ destinationNamespace }) =>
    names.includes(destinationNamespace),
  );
  const { now, before } = controlGroup(names, view, [since], traffic.before);
  return now.all < ENOUGH ? 0 : Math.max(0, shareOf(now) - shareOf(before));
}

function breach(
  { name }: FrozenWave,
  { parts, counted }: Spending,
  value: string,
  message: string,
): GateResult {
  const [only] = parts;
  const before = togetherOf(parts.map((one) => one.before));
  return {
    gate: GATE,
    verdict: 'Fail',
    namespace: '',
    subject: `wave ${name}`,
    value,
    message,
    counted,
    baseline: { bad: before.bad, all: before.all },
    query: only?.query(parts) ?? '',
  };
}
