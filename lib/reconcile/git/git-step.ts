import { messageOf } from '../../cluster/api-error';
import { blobHash } from '../../git/delivery/blob-hash';
import { judgeRepository, type WantedCheckout } from '../../git/delivery/judge-repository';
import { positionProblem } from '../../git/delivery/judge-position';
import { subjectIn } from '../../git/delivery/subject-in';
import { standingWaves, stepMessage } from '../../git/delivery/step-commit';
import { treeChanges, type TreeChange } from '../../git/delivery/tree-changes';
import type { GitRepository } from '../../git/repository/git-repository';
import type { ManifestTree } from '../../git/tree/manifest-tree';
import type { RolloutRecord } from '../../rollout/record';
import type { GateResult } from '../../rollout/verdict';
import { isGoingBack } from '../../rollout/wave-members';
import { RolloutError } from '../rollout-error';

/** How often a commit is put on top of a remote that moved. */
const PUSHES = 3;

/** The files of an environment at the position that its cluster's record has now. */
export interface DeliveredTree {
  /** All of them, by their names in the project. */
  readonly files: ManifestTree;
  /** The one with the position. */
  readonly positionFile: string;
  /** Whether a file is one of the tree and not what a tool is told. */
  readonly isManifest: (file: string) => boolean;
}

/** The world as a delivery through Git needs it. */
export interface GitDeliveryPorts {
  readonly environment: string;
  readonly branch: string;
  /** Field manager of whoever applies the tree. */
  readonly manager: string;
  readonly repository: GitRepository;
  readonly tree: (record: RolloutRecord) => Promise<DeliveredTree>;
  /** Folders and files that hold nothing but what the rollout of this environment writes. */
  readonly own: readonly string[];
  readonly isOurs: (file: string) => boolean;
  /** Reads a file of the checkout; `null` where it is absent. */
  readonly readFile: (file: string) => string | null;
  /** Writes files, and removes those of its own that the tree has not. */
  readonly write: (tree: ManifestTree) => void;
  /** In what the cluster differs from these objects. */
  readonly notShown: (changes: readonly Pick<TreeChange, 'op' | 'object'>[]) => Promise<string[]>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly note: (message: string) => void;
}

/** A step that cannot be taken now, and why. */
class NotDelivered extends Error {
  override readonly name = 'NotDelivered';
}

/** What is about to be committed. */
interface Prepared {
  readonly tree: DeliveredTree;
  readonly changes: readonly TreeChange[];
}

/** Whether the checkout and the remote let steps be delivered. */
export async function requireDeliverable(
  ports: GitDeliveryPorts,
  record: RolloutRecord,
): Promise<void> {
  try {
    await prepareStep(ports, record);
  } catch (error) {
    const kind = error instanceof NotDelivered ? 'bad-input' : 'error';
    throw new RolloutError(kind, 'the rollout cannot start', [messageOf(error)]);
  }
  try {
    await ports.repository.tryPush(ports.branch);
  } catch (error) {
    throw new RolloutError('error', 'the rollout cannot start', [
      `nothing could be pushed to ${ports.branch}: ${messageOf(error)}`,
    ]);
  }
}

/** Brings the checkout up to date, and finds what the next commit changes. @throws NotDelivered */
export async function prepareStep(
  ports: GitDeliveryPorts,
  record: RolloutRecord,
): Promise<Prepared> {
  const { repository } = ports;
  const tree = await ports.tree(record);
  await follow(ports, tree);
  const problem = positionProblem(
    record,
    await repository.read(tree.positionFile),
    tree.positionFile,
  );
  if (problem !== null) throw new NotDelivered(problem);
  const before = await committed(ports, tree);
  const changes = treeChanges(manifestsOf(before, tree), manifestsOf(tree.files, tree));
  return { tree, changes };
}

/** The files of the last commit; only those that differ from what is to be are read. */
async function committed(
  { repository, own, isOurs }: GitDeliveryPorts,
  { files }: DeliveredTree,
): Promise<ManifestTree> {
  const listed = [...(await repository.list(own))].filter(([file]) => isOurs(file));
  const texts = listed.map(async ([file, hash]) => {
    const wanted = files.get(file);
    const isSame = wanted !== undefined && blobHash(wanted, hash) === hash;
    return [file, isSame ? wanted : ((await repository.read(file)) ?? '')] as const;
  });
  return new Map(await Promise.all(texts));
}

/** Takes in what the remote has. @throws NotDelivered */
async function follow(ports: GitDeliveryPorts, { files }: DeliveredTree): Promise<void> {
  const { repository, branch, environment, isOurs, own } = ports;
  const wanted: WantedCheckout = {
    environment,
    branch,
    isOurs,
    isAsWanted: (file) => ports.readFile(file) === (files.get(file) ?? null),
  };
  const verdict = judgeRepository(await repository.facts(branch, own), wanted);
  if (!verdict.ok) throw new NotDelivered(verdict.problem);
  if (verdict.first === 'fast-forward') await repository.fastForward(branch);
  if (verdict.first === 'rebase') await repository.rebase(branch);
}

/** Commits the next step and pushes it. @returns what it changes in the cluster. @throws NotDelivered */
export async function commitStep(
  ports: GitDeliveryPorts,
  record: RolloutRecord,
  gates: readonly GateResult[],
): Promise<readonly TreeChange[]> {
  const { repository, environment } = ports;
  const { tree, changes } = await prepareStep(ports, record);
  ports.write(tree.files);
  const reverted = isGoingBack(record)
    ? standingWaves(environment, record, await repository.log())
    : [];
  const evidence = gates.filter(({ verdict }) =>
    record.phase === 'rolling-back' ? verdict !== 'Pass' : verdict === 'Pass',
  );
  const message = stepMessage({ environment, record, gates: evidence, reverted });
  const commit = await repository.commit(ports.own, message);
  if (commit !== null) ports.note(`committed ${commit.slice(0, 8)}: ${subjectIn(message)}`);
  await push(ports, tree);
  return changes;
}

async function push(ports: GitDeliveryPorts, tree: DeliveredTree): Promise<void> {
  const { repository, branch } = ports;
  for (let attempt = 1; ; attempt += 1) {
    const pushed = await repository.push(branch);
    if (pushed.type === 'done') return;
    if (pushed.type === 'refused' || attempt === PUSHES) {
      throw new NotDelivered(
        `the remote did not take ${branch}: ${pushed.message.replace(/\s+/g, ' ')}`,
      );
    }
    await follow(ports, tree);
  }
}

/** The files of a tree without what tools are told. */
export function manifestsOf(files: ManifestTree, { isManifest }: DeliveredTree): ManifestTree {
  return new Map([...files].filter(([file]) => isManifest(file)));
}
