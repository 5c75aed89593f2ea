import type { IdleLeaf } from '../../lib/operator/idle-leaves';
import { pathText } from '../../lib/operator/operator-path';
import { arrivalsOf, type Arrival, type LeafStage } from './arrivals';
import { areAsleepTogether } from './asleep-together';
import type { LeafGroup } from './leaf-groups';
import { samplesOf } from './samples';
import { isIn } from './path-pattern';

/** What became of leaves, beside what is said of them. */
export interface LeafReport {
  readonly leaves: number;
  readonly arrived: number;
  /** Leaves that change nothing, and of which nobody says so; with the reason where they were refused. */
  readonly unlisted: readonly string[];
  /** Leaves that change something, although they are said not to. */
  readonly awake: readonly string[];
}

/** Sets every leaf of some groups, and compares what arrives with a list of those that do not. */
export function reportOf(
  groups: readonly LeafGroup[],
  stage: LeafStage,
  idle: readonly IdleLeaf[],
): LeafReport {
  const isListed = ({ leaf }: { readonly leaf: string }) =>
    idle.some(({ path }) => isIn(leaf, path));
  const listed = groups.filter(({ path }) => {
    const leaf = pathText(path);
    return isListed({ leaf }) && !stage.isAlone(leaf);
  });
  const asleep = areAsleepTogether(listed, stage) ? listed : [];
  const arrivals: readonly Arrival[] = [
    ...asleep.flatMap((group) =>
      leavesIn(group, stage).map((leaf) => ({ leaf, hasArrived: false })),
    ),
    ...groups.filter((group) => !asleep.includes(group)).flatMap((group) => attempt(group, stage)),
  ];
  const arrived = arrivals.filter(({ hasArrived }) => hasArrived);
  return {
    leaves: arrivals.length,
    arrived: arrived.length,
    unlisted: arrivals
      .filter((arrival) => !arrival.hasArrived && !isListed(arrival))
      .map(({ leaf, refusal }) => (refusal === undefined ? leaf : `${leaf}: ${refusal}`)),
    awake: arrived.filter(isListed).map(({ leaf }) => leaf),
  };
}

function leavesIn({ definition, path }: LeafGroup, stage: LeafStage): readonly string[] {
  const samples = samplesOf(stage.definitions, definition, path, stage);
  return [...new Set(samples.flatMap(({ leaves }) => leaves.map(({ leaf }) => leaf)))];
}

/** Which group it was is not in an error of what renders. */
function attempt(group: LeafGroup, stage: LeafStage): readonly Arrival[] {
  try {
    return arrivalsOf(group, stage);
  } catch (error) {
    throw new Error(`${pathText(group.path)} could not be tried: ${String(error)}`, {
      cause: error,
    });
  }
}
