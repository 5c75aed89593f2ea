import { NO_MEMORY } from '../driver-memory';
import { judgeForward } from '../judge-forward';
import { judgeHandOver } from '../judge-hand-over';
import { BACK_GATES, resultsOf, type Judged } from '../judge-waves';
import { movedWaves, wholeOf } from '../wave-members';
import type { ReportInput } from './report-input';

/**
 * What each gate says now of each wave that is judged, and of what is handed over; before the first wave, what the planner asked.
 */
export function judgedNow({ record, observation, now, decision }: ReportInput): readonly Judged[] {
  const { phase, plan, kept, released } = record;
  if (phase === 'rolling-back') {
    const waves = plan.waves.slice(kept, released).map(wholeOf);
    return resultsOf(BACK_GATES, waves, observation, plan.from).flat();
  }
  if (phase === 'done' || phase === 'rolled-back' || movedWaves(record).length === 0) {
    return decision.gates.map((result) => ({ wave: '', result }));
  }
  const handed = phase === 'handing-over' ? judgeHandOver(record, observation) : [];
  return [
    ...judgeForward({ record, observation, now, memory: NO_MEMORY }).judgement.results,
    ...handed.map((result) => ({ wave: '', result })),
  ];
}
