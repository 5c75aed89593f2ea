import type { ClusterAction } from '../../cluster/actuator';
import { messageOf } from '../../cluster/api-error';
import type { EngineResult } from '../../deploy/engine';
import { treeObjects, type TreeChange } from '../../git/delivery/tree-changes';
import type { Decision } from '../../rollout/action';
import type { Observation } from '../../rollout/observation';
import { positionKey } from '../../rollout/position-key';
import type { RolloutRecord } from '../../rollout/record';
import type { GateResult } from '../../rollout/verdict';
import type { DeploySteps } from '../deployer';
import { RolloutError } from '../rollout-error';
import {
  commitStep,
  manifestsOf,
  prepareStep,
  requireDeliverable,
  type GitDeliveryPorts,
} from './git-step';
import { ownedInGit } from './owned-in-git';
import { toResourceChange } from './to-resource-change';

/** How long one look waits for the cluster, in milliseconds: the planner decides how long that may go on. */
const LOOK_MS = 15_000;

/** How long the planner may pause before the next try, and that may take, in milliseconds. */
const LONGEST_TRY_MS = 75_000;

/** The pause between two looks, in milliseconds. */
const POLL_MS = 1_000;

/** Git in the place of the engine: a step is a commit, and whoever follows the branch applies it. */
export interface GitDelivery {
  readonly steps: DeploySteps;
  /** Field manager that is to own what the tree has. */
  readonly manager: string;
  /** What of the driver's actions is a change of the tree. */
  readonly carriesOut: (action: ClusterAction) => boolean;
  /** Commits and pushes the position of the last decision, and gives its applier a moment. @throws Error with what keeps it from that */
  readonly deliver: () => Promise<void>;
  readonly observed: (observation: Observation) => Observation;
  /** Told of every decision, before it is carried out. */
  readonly decided: (decision: Decision) => void;
  /** Sees before the first write whether steps could be committed and pushed. @throws RolloutError */
  readonly preflight: (record: RolloutRecord) => Promise<void>;
}

/** Opens a delivery. */
export function createGitDelivery(ports: GitDeliveryPorts): GitDelivery {
  return new RolloutInGit(ports);
}

class RolloutInGit implements GitDelivery {
  readonly #ports: GitDeliveryPorts;
  #record: RolloutRecord | null = null;
  /** Position of the record, and what the gates said that led to it. */
  #reached: { readonly key: string; readonly gates: readonly GateResult[] } = {
    key: '',
    gates: [],
  };
  /** What the commit of a position changed in the cluster; empty where an earlier process made it. */
  #delivered: { readonly key: string; readonly changes: readonly TreeChange[] } | null = null;
  /** Whether the cluster was waited for since the last decision. */
  #isAwaited = false;

  constructor(ports: GitDeliveryPorts) {
    this.#ports = ports;
  }

  readonly steps: DeploySteps = { preview: () => this.#preview(), up: () => this.#up() };

  get manager(): string {
    return this.#ports.manager;
  }

  carriesOut({ type }: ClusterAction): boolean {
    return type === 'relabel' || type === 'retag';
  }

  observed(observation: Observation): Observation {
    return ownedInGit(observation, this.manager);
  }

  decided({ record, gates }: Decision): void {
    const key = positionKey(record);
    if (key !== this.#reached.key) this.#reached = { key, gates };
    this.#record = record;
    this.#isAwaited = false;
  }

  preflight(record: RolloutRecord): Promise<void> {
    return this.#ports.repository.exclusive(() => requireDeliverable(this.#ports, record));
  }

  async deliver(): Promise<void> {
    if (this.#delivered?.key !== positionKey(this.#current())) await this.#commit();
    // A decision may have an action for each namespace; they are one commit, and one wait.
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    await this.#awaited();
  }

  #preview(): Promise<EngineResult> {
    const { repository } = this.#ports;
    return answered(async () => {
      const { changes } = await repository.exclusive(() =>
        prepareStep(this.#ports, this.#current()),
      );
      return { ...DONE, changes: changes.map(toResourceChange) };
    });
  }

  async #up(): Promise<EngineResult> {
    const { repository, branch, now } = this.#ports;
    const result = await answered(async () => {
      await this.#commit();
      const problems = await this.#awaited();
      if (problems.length === 0) return DONE;
      const commit = (await repository.head()).slice(0, 8);
      return failed(
        `${commit} is on ${branch}, but the cluster does not show it: ${some(problems)}; see whether its applier follows the branch and can apply it`,
      );
    });
    if (result.ok || !isTooLate(this.#current(), now())) return result;
    throw new RolloutError('blocked', 'the step could not be delivered', [
      ...result.diagnostics,
      'run the rollout again to continue',
    ]);
  }

  async #commit(): Promise<void> {
    const record = this.#current();
    const key = positionKey(record);
    const { repository } = this.#ports;
    const changes = await repository.exclusive(() =>
      commitStep(this.#ports, record, this.#reached.gates),
    );
    const before = this.#delivered?.key === key ? this.#delivered.changes : [];
    this.#delivered = { key, changes: changes.length > 0 ? changes : before };
  }

  /** Waits a moment for the cluster. @returns in what it still differs from what was committed */
  async #awaited(): Promise<readonly string[]> {
    const { now, sleep, notShown } = this.#ports;
    const changes = await this.#expected();
    const { deadlineSeconds } = this.#current().plan;
    const deadline = now() + Math.min(LOOK_MS, deadlineSeconds * 200);
    for (;;) {
      const problems = await notShown(changes);
      if (problems.length === 0 || now() > deadline) return problems;
      await sleep(POLL_MS);
    }
  }

  /** What the last commit changed, or where that is not known everything. */
  async #expected(): Promise<readonly Pick<TreeChange, 'op' | 'object'>[]> {
    const changes = this.#delivered?.changes ?? [];
    if (changes.length > 0) return changes;
    const tree = await this.#ports.tree(this.#current());
    return treeObjects(manifestsOf(tree.files, tree)).map((object) => ({ op: 'update', object }));
  }

  #current(): RolloutRecord {
    if (this.#record === null) throw new Error('nothing was decided yet');
    return this.#record;
  }
}

/**
 * Whether a step has not been delivered for so long that a person must look. It is before its gates would call that a failure of the new
 * revision: waves that are well must not go back because a remote is closed or an applier is slow.
 */
function isTooLate({ plan, since }: RolloutRecord, now: number): boolean {
  const deadline = plan.deadlineSeconds * 1000;
  return now - since > Math.max(0.4 * deadline, deadline - LONGEST_TRY_MS);
}

const DONE: EngineResult = { ok: true, changes: [], warnings: [], diagnostics: [], log: '' };

function failed(diagnostic: string): EngineResult {
  return { ...DONE, ok: false, diagnostics: [diagnostic] };
}

async function answered(work: () => Promise<EngineResult>): Promise<EngineResult> {
  try {
    return await work();
  } catch (error) {
    return failed(messageOf(error));
  }
}

function some(problems: readonly string[]): string {
  const [first = '', ...others] = problems;
  return others.length === 0 ? first : `${first}, and ${String(others.length)} more`;
}
