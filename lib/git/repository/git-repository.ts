import { isAbsolute, join } from 'node:path';
import { simpleGit, type SimpleGit } from 'simple-git';
import { withFileLock } from '../../file-lock';
import type { RepositoryFacts } from '../delivery/judge-repository';
import type { StepCommit } from '../delivery/step-commit';

/** How long a remote may say nothing, in milliseconds. */
const SILENCE_MS = 60_000;

/** How many commits are looked through for the steps of an attempt. */
const LOG_LENGTH = 500;

/** How a push ended: `moved` where the remote had something new, `refused` where it, or a hook of it, said no. */
export type PushResult =
  { readonly type: 'done' } | { readonly type: 'moved' | 'refused'; readonly message: string };

/** The checkout of a project and its remote. Files are named as the project names them, with `/`. */
export interface GitRepository {
  /** Runs work while no other rollout, of this process or another, uses the checkout. */
  readonly exclusive: <T>(work: () => Promise<T>) => Promise<T>;
  /** Asks the remote. @param own - files and folders whose untracked files count as changed */
  readonly facts: (branch: string, own: readonly string[]) => Promise<RepositoryFacts>;
  readonly fastForward: (branch: string) => Promise<void>;
  /** Puts own commits on top of the remote's; nothing is changed where that cannot be done. */
  readonly rebase: (branch: string) => Promise<void>;
  /** The last commits, newest first. */
  readonly log: () => Promise<StepCommit[]>;
  /** A file of the last commit; `null` where it is absent. */
  readonly read: (file: string) => Promise<string | null>;
  /** The files of the last commit in folders, with their hashes. */
  readonly list: (folders: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Commits files as they are. @returns its hash, `null` where nothing differs */
  readonly commit: (files: readonly string[], message: string) => Promise<string | null>;
  /** Never with force. */
  readonly push: (branch: string) => Promise<PushResult>;
  /** Whether the remote would let this account push. @throws Error with what it says */
  readonly tryPush: (branch: string) => Promise<void>;
  /** Hash of the last commit. */
  readonly head: () => Promise<string>;
}

/** Paths of the repository as the project names them. */
type Named = (paths: readonly string[]) => Promise<readonly string[]>;

/** Opens the checkout that a folder is in. @param dir - of the project, which may be a part of it */
export function openRepository(dir: string): GitRepository {
  const git = simpleGit({ baseDir: dir, timeout: { block: SILENCE_MS } });
  const prefix = once(async () => (await git.raw(['rev-parse', '--show-prefix'])).trim());
  const named: Named = async (paths) => {
    const own = await prefix();
    return paths.map((path) => (path.startsWith(own) ? path.slice(own.length) : `/${path}`));
  };
  return {
    exclusive: async (work) => withFileLock(await lockFile(git, dir), work),
    facts: (branch, own) => factsOf(git, named, branch, own),
    fastForward: async (branch) => {
      await git.raw(['merge', '--ff-only', '--quiet', await tracking(git, branch)]);
    },
    rebase: async (branch) => {
      try {
        await git.raw(['rebase', '--quiet', await tracking(git, branch)]);
      } catch (error) {
        await git.raw(['rebase', '--abort']).catch(() => undefined);
        throw error;
      }
    },
    log: () => commitsIn(git, [`--max-count=${String(LOG_LENGTH)}`, 'HEAD']),
    read: (file) => git.raw(['show', `HEAD:./${file}`]).catch(() => null),
    list: async (folders) =>
      new Map(
        parts(await git.raw(['ls-tree', '-r', '-z', 'HEAD', '--', ...folders])).map((line) => {
          const [meta = '', file = ''] = line.split('\t');
          return [file, meta.split(' ')[2] ?? ''] as const;
        }),
      ),
    commit: async (files, message) => {
      const there = await present(git, files);
      if (there.length > 0) await git.raw(['add', '--all', '--', ...there]);
      const staged = await git.raw(['diff', '--cached', '--name-only', '-z']);
      if (staged === '') return null;
      const before = await headOf(git);
      await git.raw(['commit', '--quiet', '--cleanup=verbatim', `--message=${message}`]);
      const after = await headOf(git);
      // A hook that says nothing is no error to the library.
      if (after === before) throw new Error('git made no commit: see the hooks of the checkout');
      return after;
    },
    push: (branch) => push(git, branch),
    tryPush: async (branch) => {
      const remote = await remoteOf(git, branch);
      await git.raw(['push', '--dry-run', '--quiet', remote, `HEAD:refs/heads/${branch}`]);
    },
    head: () => headOf(git),
  };
}

async function factsOf(
  git: SimpleGit,
  named: Named,
  branch: string,
  own: readonly string[],
): Promise<RepositoryFacts> {
  const remote = await fetched(git, branch);
  const tracked = ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=no'];
  const untracked = ['ls-files', '--others', '--exclude-standard', '-z', '--', ...own];
  return {
    branch: await branchOf(git),
    changed: [
      ...(await named(parts(await git.raw(tracked)).map((line) => line.slice(3)))),
      ...parts(await git.raw(untracked)),
    ],
    ignored: lines(await git.raw(['check-ignore', '--', ...own])),
    ahead: await commitsIn(git, [`${remote}..HEAD`]),
    theirs: await theirs(git, remote, named),
  };
}

async function lockFile(git: SimpleGit, dir: string): Promise<string> {
  const own = (await git.raw(['rev-parse', '--git-dir'])).trim();
  return join(isAbsolute(own) ? own : join(dir, own), 'istio-revisions.lock');
}

/** Those that are in the checkout or were: what is in neither cannot be added. */
async function present(git: SimpleGit, files: readonly string[]): Promise<string[]> {
  const known = await Promise.all(
    files.map((file) =>
      git.raw(['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', file]),
    ),
  );
  return files.filter((_file, index) => known[index] !== '');
}

async function push(git: SimpleGit, branch: string): Promise<PushResult> {
  try {
    const remote = await remoteOf(git, branch);
    await git.raw(['push', '--quiet', remote, `HEAD:refs/heads/${branch}`]);
    return { type: 'done' };
  } catch (error) {
    const message = error instanceof Error ? error.message.trim() : String(error);
    // What the remote says depends on its version and language; whether it has something new does not.
    const remote = await fetched(git, branch).catch(() => null);
    const isMoved = remote !== null && (await behind(git, remote)) > 0;
    return { type: isMoved ? 'moved' : 'refused', message };
  }
}

async function theirs(
  git: SimpleGit,
  remote: string,
  named: Named,
): Promise<readonly string[] | null> {
  if ((await behind(git, remote)) === 0) return null;
  return named(parts(await git.raw(['diff', '--name-only', '-z', `HEAD...${remote}`])));
}

async function behind(git: SimpleGit, remote: string): Promise<number> {
  return Number((await git.raw(['rev-list', '--count', `HEAD..${remote}`])).trim());
}

/** The branch of the remote as it is now. @throws Error when it cannot be asked */
async function fetched(git: SimpleGit, branch: string): Promise<string> {
  const remote = await remoteOf(git, branch);
  const target = await tracking(git, branch);
  await git.raw([
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-auto-maintenance',
    remote,
    `refs/heads/${branch}:${target}`,
  ]);
  return target;
}

async function tracking(git: SimpleGit, branch: string): Promise<string> {
  return `refs/remotes/${await remoteOf(git, branch)}/${branch}`;
}

async function remoteOf(git: SimpleGit, branch: string): Promise<string> {
  const configured = await git.raw(['config', '--get', `branch.${branch}.remote`]).catch(() => '');
  return configured.trim() === '' ? 'origin' : configured.trim();
}

async function headOf(git: SimpleGit): Promise<string> {
  return (await git.raw(['rev-parse', 'HEAD'])).trim();
}

async function branchOf(git: SimpleGit): Promise<string | null> {
  const name = await git.raw(['symbolic-ref', '--quiet', '--short', 'HEAD']).catch(() => '');
  return name.trim() === '' ? null : name.trim();
}

async function commitsIn(git: SimpleGit, range: readonly string[]): Promise<StepCommit[]> {
  const text = await git.raw(['log', '-z', '--format=%H%n%B', ...range]);
  return parts(text).map((entry) => {
    const end = entry.indexOf('\n');
    return { hash: entry.slice(0, end), message: entry.slice(end + 1) };
  });
}

function parts(text: string): string[] {
  return text.split('\0').filter((part) => part !== '');
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null;
  return () => (result ??= work());
}
