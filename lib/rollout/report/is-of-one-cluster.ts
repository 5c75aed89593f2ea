import type { FleetReport } from './fleet-report';
import type { RolloutReport } from './rollout-report';

/** Whether a report is about one cluster alone. */
export function isOfOneCluster(report: RolloutReport | FleetReport): report is RolloutReport {
  return 'waves' in report;
}
