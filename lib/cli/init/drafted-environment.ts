import type { EnvironmentSpec } from '../../../stacks/environments';

/** An environment for a new project, and what a reader should know of it. */
export interface DraftedEnvironment {
  readonly environment: EnvironmentSpec;
  /** What was not carried over, or was chosen, a sentence each. */
  readonly notes: readonly string[];
}
