import { goesOnAndStays } from './invariants/goes-on-and-stays';
import type { HistoryRule, RolloutTick } from './invariants/history-rule';
import { noEndlessWait } from './invariants/no-endless-wait';
import { workIsBounded } from './invariants/work-is-bounded';

/** The rules that no single decision shows, each a part of one of `LIVENESS_RULES`. */
export const HISTORY_RULES: readonly HistoryRule[] = [goesOnAndStays, noEndlessWait, workIsBounded];

/**
 * Begins to watch a driver. What it returns is shown each decision, the oldest first, and tells the rules that it breaks with
 * those before, each one time and with what is wrong.
 */
export function watchHistory(): (tick: RolloutTick) => readonly string[] {
  let watched = HISTORY_RULES.map((rule) => ({ ...rule, wrongOf: rule.watch() }));
  return (tick) => {
    const judged = watched.map((one) => ({ one, wrong: one.wrongOf(tick) }));
    watched = judged.filter(({ wrong }) => wrong === null).map(({ one }) => one);
    return judged.flatMap(({ one, wrong }) =>
      wrong === null ? [] : [`${one.rule} ${one.name}: ${wrong}`],
    );
  };
}
