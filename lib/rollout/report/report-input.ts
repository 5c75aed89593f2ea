import type { Decision } from '../action';
import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';

/** What a report is made from. Times are epoch milliseconds. */
export interface ReportInput {
  readonly environment: {
    readonly name: string;
    readonly cluster: string;
    /** The declared version of each revision. */
    readonly versions: Readonly<Record<string, string>>;
  };
  readonly record: RolloutRecord;
  /** False for a rollout that is declared and was never run: the record is the one that it would begin with. */
  readonly started: boolean;
  readonly observation: Observation;
  /** What the planner decides on these facts now. */
  readonly decision: Decision;
  /** Who drives it, or why nobody does. */
  readonly driver: { readonly held: boolean; readonly message: string };
  readonly now: number;
}
