import { nameSome } from '../../rollout/name-some';
import { isStep, type StepCommit } from './step-commit';
import { subjectIn } from './subject-in';

/** A checkout and its remote, as they are. */
export interface RepositoryFacts {
  /** The branch that is checked out; `null` where it is none. */
  readonly branch: string | null;
  /** Files that differ from the last commit, those that it does not have included; relative to the project. */
  readonly changed: readonly string[];
  /** Those of the rollout's own files and folders that Git is told to ignore. */
  readonly ignored: readonly string[];
  /** Commits that the remote does not have, newest first. */
  readonly ahead: readonly StepCommit[];
  /** Files that the remote has changed since, as the project names them; `null` where it has nothing new. */
  readonly theirs: readonly string[] | null;
}

/** What a delivery wants of a checkout. */
export interface WantedCheckout {
  readonly environment: string;
  readonly branch: string;
  /** Whether a file is written by the rollout of this environment. */
  readonly isOurs: (file: string) => boolean;
  /** Whether a file is what it is to become already: what a run that was killed left half done. */
  readonly isAsWanted: (file: string) => boolean;
}

/** What to do before a commit, or why there can be none. */
export type RepositoryVerdict =
  | { readonly ok: true; readonly first: 'nothing' | 'fast-forward' | 'rebase' }
  | { readonly ok: false; readonly problem: string };

/**
 * Whether the next step can be committed here. What people have not committed is not delivered along with it, and what they changed of
 * the rollout's own files is not written over.
 */
export function judgeRepository(facts: RepositoryFacts, wanted: WantedCheckout): RepositoryVerdict {
  const { branch, changed, ignored, ahead, theirs } = facts;
  if (branch !== wanted.branch) {
    const found = branch === null ? 'no branch' : `branch "${branch}"`;
    return refused(
      `found ${found}, but the tree of ${wanted.environment} is delivered from "${wanted.branch}": git switch ${wanted.branch}`,
    );
  }
  if (ignored.length > 0)
    return refused(
      `Git ignores ${nameSome(ignored)}, so nothing of it would be committed: take it out of .gitignore`,
    );
  const dirty = changed.filter((file) => !(wanted.isOurs(file) && wanted.isAsWanted(file)));
  if (dirty.length > 0)
    return refused(`${nameSome(dirty)} not committed: commit, stash or remove what is changed`);
  const foreign = ahead.filter((commit) => !isStep(commit));
  if (foreign.length > 0) {
    const subjects = foreign.map(
      ({ hash, message }) => `${hash.slice(0, 8)} ${subjectIn(message)}`,
    );
    return refused(
      `${nameSome(subjects)} not pushed, and would be delivered along with the rollout: push or remove them first`,
    );
  }
  if (theirs === null) return { ok: true, first: 'nothing' };
  if (ahead.length === 0) return { ok: true, first: 'fast-forward' };
  const both = theirs.filter(wanted.isOurs);
  return both.length === 0
    ? { ok: true, first: 'rebase' }
    : refused(
        `the remote has changed ${nameSome(both)}, which the rollout writes, since its last step here was committed: another driver or a person did; compare with "git log ${wanted.branch}..origin/${wanted.branch}", then "git reset --hard origin/${wanted.branch}"`,
      );
}

function refused(problem: string): RepositoryVerdict {
  return { ok: false, problem };
}
