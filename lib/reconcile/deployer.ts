import { messageOf } from '../cluster/api-error';
import type { EngineResult } from '../deploy/engine';
import type { MappedResource } from '../deploy/map-tree';
import type { ResourceChange } from '../deploy/resource-change';
import { carryOutAdoption, type Adoption } from './adopt';
import {
  carryOut,
  planDeploy,
  standingProblems,
  type DeployPorts,
  type DriftPolicy,
  type PlannedDeploy,
} from './deploy';
import { DeployRefusedError } from './deploy-plan/deploy-refused-error';
import type { ObjectChange } from './deploy-plan/object-change';

/** Brings a cluster to what a source says. */
export interface Deployer {
  /**
   * What would change; nothing does.
   * @param appliedDigest - what is known to have been applied as a whole, see `planDeploy`
   */
  readonly plan: (appliedDigest?: string | null) => Promise<PlannedDeploy>;
  /** @returns what the engine said, `null` where it had nothing to do. @throws DeployRefusedError */
  readonly apply: (planned: PlannedDeploy, drift?: DriftPolicy) => Promise<EngineResult | null>;
  /** Takes over what exists. @throws Error when the engine fails. */
  readonly adopt: (planned: PlannedDeploy, adoption: Adoption) => Promise<void>;
}

/** What a deployer is made from. */
export interface DeployerOptions {
  /** The source as it is now, for the cluster as it is now. */
  readonly resources: () => Promise<readonly MappedResource[]>;
  readonly ports: DeployPorts;
  /** @default 'correct' */
  readonly drift?: DriftPolicy;
}

/** Deploys one source to one cluster. */
export function createDeployer({ resources, ports, drift }: DeployerOptions): Deployer {
  return {
    plan: (appliedDigest) => planDeploy(resources, ports, appliedDigest),
    apply: (planned, policy = drift) => carryOut(planned, ports, policy),
    adopt: async (planned, adoption) => {
      const { ok, diagnostics } = await carryOutAdoption(planned, adoption, ports);
      if (!ok)
        throw new Error(`the installation could not be taken over: ${diagnostics.join('; ')}`);
    },
  };
}

/** The two halves of a rollout's step. */
export interface DeploySteps {
  /** What would change. With `refresh` also what somebody changed elsewhere, which is put back then. */
  readonly preview: (how: { readonly refresh: boolean }) => Promise<EngineResult>;
  readonly up: (how: { readonly refresh: boolean }) => Promise<EngineResult>;
}

/**
 * The steps of a rollout through a deployer. What fails is an answer here and no exception: the planner of the rollout decides
 * how long that may go on.
 */
export function deployerSteps(deployer: Deployer): DeploySteps {
  const answer = (changes: readonly ResourceChange[]): EngineResult => ({
    ok: true,
    changes,
    warnings: [],
    diagnostics: [],
    log: '',
  });
  const guarded = async (work: () => Promise<EngineResult>): Promise<EngineResult> => {
    try {
      return await work();
    } catch (error) {
      return { ...answer([]), ok: false, diagnostics: reasonsOf(error) };
    }
  };
  let planned: PlannedDeploy | null = null;
  return {
    preview: ({ refresh }) =>
      guarded(async () => {
        planned = await deployer.plan();
        const { changes } = planned.plan;
        const problems = standingProblems(planned.plan);
        if (problems.length > 0) throw new DeployRefusedError(problems);
        // What somebody changed elsewhere is no part of a step that does not look for it.
        return answer(changes.filter(({ isDrift }) => refresh || !isDrift).map(toResourceChange));
      }),
    up: ({ refresh }) =>
      guarded(async () => {
        const shown = planned ?? (await deployer.plan());
        planned = null;
        return (await deployer.apply(shown, refresh ? 'correct' : 'report')) ?? answer([]);
      }),
  };
}

/** A change as the engine would have announced it. */
export function toResourceChange({ op, type, object, fields }: ObjectChange): ResourceChange {
  const { namespace, name } = object;
  return {
    op: op === 'forget' ? 'delete' : op,
    type,
    name: namespace === undefined ? name : `${namespace}/${name}`,
    diff: fields.map(({ path }) => path),
  };
}

function reasonsOf(error: unknown): readonly string[] {
  if (error instanceof DeployRefusedError)
    return error.problems.map(({ message, next }) => `${message}; ${next}`);
  return [messageOf(error)];
}
