import { labStatus, statusText, type LabStatus } from '../lab-status';

/** What `lab status` shows of a lab with several clusters. */
export interface FleetStatus {
  readonly dir: string;
  readonly running: boolean;
  readonly clusters: readonly LabStatus[];
}

/** Reads the state of the clusters of a lab. @param labs - their folders */
export function fleetStatus(dir: string, labs: readonly string[]): FleetStatus {
  const clusters = labs.map(labStatus);
  return { dir, running: clusters.every(({ running }) => running), clusters };
}

/** The status for people. */
export function fleetStatusText({ clusters }: FleetStatus): string {
  return clusters.map(statusText).join('\n');
}
