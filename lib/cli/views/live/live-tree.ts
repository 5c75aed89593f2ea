import type { FleetReport } from '../../../rollout/report/fleet-report';
import { isOfOneCluster } from '../../../rollout/report/is-of-one-cluster';
import type { RolloutReport } from '../../../rollout/report/rollout-report';
import type { Line } from '../page/page';
import { fitParts } from './fit-parts';
import { fleetParts } from './fleet-parts';
import { rolloutParts } from './rollout-parts';
import type { Room } from './tree-part';

/**
 * A rollout as it is watched in a terminal: where it is, what the gates say, what it waits for and until when, and how it goes back. It
 * is never wider or higher than its room, and nothing in it acts on a terminal.
 */
export function liveTree(report: RolloutReport | FleetReport, room: Room): Line[] {
  const { columns } = room;
  const parts = isOfOneCluster(report)
    ? rolloutParts(report, columns)
    : fleetParts(report, columns);
  return fitParts(parts, room, `istio-revisions rollout status --env ${report.environment}`);
}
