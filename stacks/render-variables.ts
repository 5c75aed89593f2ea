import type { EnvironmentSpec } from './environments/environment';

/**
 * The variables that an environment is rendered with. Outside the lab nothing in them says that one runs, since its charts, which
 * no release of Istio shipped, are for its own environments alone, also in a shell that sourced its `env.sh`.
 */
export function renderVariables(
  { cluster }: Pick<EnvironmentSpec, 'cluster'>,
  variables: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  if (cluster.lab !== undefined) return variables;
  const { ISTIO_REVISIONS_LAB: _lab, ...others } = variables;
  return others;
}
