import type { TeamNamespaceSpec } from '../../lib/layers/team-namespace';

/** A team and its namespaces, as data: a stack of its own in each of its environments, called `<environment>-team-<name>`. */
export interface TeamSpec {
  readonly name: string;
  /** Names of environments, or of fleets, of which it is in every cluster then. */
  readonly environments: readonly string[];
  /** No other team has any of them. */
  readonly namespaces: readonly TeamNamespaceSpec[];
}
