import type { FleetReport } from '../rollout/report/fleet-report';
import type { RolloutReport } from '../rollout/report/rollout-report';

/** What a page shows: of one cluster, or of a mesh over several. */
export type ShownReport = RolloutReport | FleetReport;

/** How the looks at the cluster go on which a live page hangs. Times are ISO 8601 in UTC, by the clock of the dashboard. */
export interface LookState {
  readonly now: string;
  /** Since when a look is under way; `null` while none is. */
  readonly askedAt: string | null;
  /** What kept the newest look from its answer, and since when no look had one; `null` where it was answered. */
  readonly failure: { readonly message: string; readonly since: string } | null;
}

/** What is embedded in a page, and what a live one asks for anew. */
export interface PageData {
  /** `null` while no look was answered. */
  readonly report: ShownReport | null;
  /** `null` on a page that stands alone. */
  readonly look: LookState | null;
}
