import type { KubeClient } from '../cluster/kube-client';
import { observe } from '../cluster/observe';
import { readOwnRevisions } from '../cluster/read-own-revisions';
import { readPosition } from '../cluster/read-position';
import type { DeclaredEnds } from '../rollout/declared-position';
import { droppedProblems } from '../rollout/dropped-revisions';
import type { RolloutPosition } from '../rollout/position';

/** What of an environment decides its position. */
export interface PositionOf {
  /** The mesh's own namespace. */
  readonly namespace: string;
  /** Every revision that the source names. */
  readonly revisions: readonly string[];
  /** The declared rollout; absent where none is. */
  readonly rollout?: DeclaredEnds;
}

/**
 * Where the rollout of a cluster stands, for the tree. A live revision that disappeared from the source is refused: it would
 * be deleted under the proxies that use it.
 *
 * @throws Error naming every revision that must be declared again, or what could not be read.
 */
export async function readTreePosition(
  client: KubeClient,
  { namespace, revisions, rollout }: PositionOf,
): Promise<RolloutPosition> {
  const position = await readPosition(client, namespace, rollout);
  const kept = [...position.retired, ...revisions];
  const dropped = (await readOwnRevisions(client)).filter((revision) => !kept.includes(revision));
  if (dropped.length === 0) return position;
  const problems = droppedProblems(dropped, await observe(client, dropped, Date.now));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return position;
}
