import { goesOnAndStays } from './invariants/goes-on-and-stays';
import type { HistoryRule, RolloutTick } from './invariants/history-rule';
import { noEndlessWait } from './invariants/no-endless-wait';
import { workIsBounded } from './invariants/work-is-bounded';

/** The rules that no single decision shows, each a part of one of `LIVENESS_RULES`. */
export const HISTORY_RULES: readonly HistoryRule[] = [goesOnAndStays, noEndlessWait, workIsBounded];

/** The rules that the decisions of one driver break together, each with what is wrong. */
export function historyViolationsOf(ticks: readonly RolloutTick[]): string[] {
  return HISTORY_RULES.flatMap(({ rule, name, check }) => {
    const wrong = check(ticks);
    return wrong === null ? [] : [`${rule} ${name}: ${wrong}`];
  });
}
