import { minorOf } from './minor-of';

/** A revision with the version that runs, or would run, under its name. */
export interface VersionedRevision {
  readonly revision: string;
  readonly version: string;
}

/** So many minors a rollout may go up at once, and down. */
const UP = 2;
const DOWN = 1;

/**
 * Why one revision may not follow another: Istio supports a jump of two minors beside the old control plane, and one minor back.
 * `null` when it may, or a version names no minor.
 * @see https://istio.io/latest/docs/releases/supported-releases/
 */
export function jumpProblem(from: VersionedRevision, to: VersionedRevision): string | null {
  const [before, after] = [minorOf(from.version), minorOf(to.version)];
  if (before === null || after === null) return null;
  const [one, other] = [from, to].map(({ revision, version }) => `${revision} (${version})`);
  const [found, next] = [after - before, `1.${after > before ? before + UP : before - DOWN}`];
  if (found > UP) {
    return `${other ?? ''} is ${found} minors after ${one ?? ''}; at most ${UP} are supported, so move to ${next} first`;
  }
  return -found > DOWN
    ? `${other ?? ''} is ${-found} minors before ${one ?? ''}; at most ${DOWN} is supported, so move to ${next} first`
    : null;
}
