import { isOfOneCluster } from '../../rollout/report/is-of-one-cluster';
import type { RolloutReport } from '../../rollout/report/rollout-report';
import type { ShownReport } from '../page-data';

/** A cluster of what is shown: a rollout in one cluster is a mesh of one. */
export interface ShownCluster {
  readonly name: string;
  /** The environment, which commands that are about it alone take. */
  readonly environment: string;
  /** `null` where it could not be looked at. */
  readonly report: RolloutReport | null;
  /** Why it could not. */
  readonly unknown: string | null;
}

/** The clusters that a report is about. */
export function shownClusters(report: ShownReport): readonly ShownCluster[] {
  if (!isOfOneCluster(report)) return report.clusters;
  const { environment, clusters } = report;
  return [{ name: clusters[0]?.name ?? environment, environment, report, unknown: null }];
}
