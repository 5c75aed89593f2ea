import { join } from 'node:path';
import { LabError } from '../lab-error';
import { readJson, writeJson } from '../json-file';

/** One cluster of a lab with several. */
export interface FleetMember {
  /** `cluster-1` and so on; also its name in the mesh. */
  readonly name: string;
  /** From 1; what tells its addresses from those of others. */
  readonly number: number;
  /** Pods of one network reach each other; others only through an east-west gateway. */
  readonly network: string;
  /** A lab of its own is in there. */
  readonly dir: string;
  /** Where the agents of other clusters reach its agent, on loopback. */
  readonly port: number;
}

/** A lab with several clusters, in `<dir>/fleet.json`. Each of them has a state of its own. */
export interface Fleet {
  readonly schema: 1;
  readonly dir: string;
  readonly members: readonly FleetMember[];
}

/** How many clusters and networks a lab shall have. */
export interface FleetSize {
  readonly clusters: number;
  readonly networks: number;
}

/** Pods of the n-th cluster are in 10.n.0.0/16, and Services of every cluster in 10.96.0.0/16. */
const MOST_CLUSTERS = 90;

const FLEET_FILE = 'fleet.json';
const CLUSTERS = 'clusters';

/**
 * Clusters by number, and networks in turn.
 * @param ports - of the agents, one for each cluster
 * @throws LabError for a size that no lab can have
 */
export function planFleet(
  dir: string,
  { clusters, networks }: FleetSize,
  ports: readonly number[],
): Fleet {
  requireCount('--clusters', clusters, MOST_CLUSTERS);
  requireCount('--networks', networks, clusters);
  const members = Array.from({ length: clusters }, (_, index): FleetMember => {
    const name = `cluster-${String(index + 1)}`;
    return {
      name,
      number: index + 1,
      network: `network-${String((index % networks) + 1)}`,
      dir: memberDir(dir, name),
      port: ports[index] ?? 0,
    };
  });
  return { schema: 1, dir, members };
}

function requireCount(option: string, count: number, most: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= most) return;
  throw new LabError(`${option} takes a whole number from 1 to ${String(most)}`);
}

/** Where a cluster of the lab in `dir` lives. */
export function memberDir(dir: string, member: string): string {
  return join(dir, CLUSTERS, member);
}

/** The lab with several clusters in a folder; `null` when there is none. */
export function readFleet(dir: string): Fleet | null {
  const found = readJson<Partial<Fleet>>(join(dir, FLEET_FILE));
  const ours = found?.schema === 1 && found.dir === dir && Array.isArray(found.members);
  return ours ? (found as Fleet) : null;
}

/** Records which clusters there are, before any of them starts. */
export function writeFleet(fleet: Fleet): void {
  writeJson(join(fleet.dir, FLEET_FILE), fleet);
}

/** A cluster by its name. @throws LabError naming those that there are */
export function memberNamed({ members }: Fleet, name: string): FleetMember {
  const member = members.find((one) => one.name === name);
  if (member !== undefined) return member;
  const known = members.map((one) => one.name).join(', ');
  throw new LabError(`the lab has no cluster "${name}"; it has: ${known}`);
}
