import type { AppSpec } from './apps/app';
import type { EnvironmentSpec } from './environments/environment';
import type { TeamSpec } from './teams/team';

/** The teams and applications that there are. */
export interface LayerSpecs {
  readonly teams: readonly TeamSpec[];
  readonly apps: readonly AppSpec[];
}

/** A stack above the mesh, before its tree is made. */
export interface LayerStack {
  /** The folder of its layer. */
  readonly layer: 'teams' | 'apps';
  /** Name of the team or the application. */
  readonly part: string;
  /** Name of the stack. */
  readonly stack: string;
}

/** The stacks of an environment above its mesh: of the teams that are in it, and of their applications. */
export function layerStacks(
  environment: EnvironmentSpec,
  { teams, apps }: LayerSpecs,
): readonly LayerStack[] {
  const own = teams.filter((team) => isIn(environment, team)).map(({ name }) => name);
  return [
    ...own.map((part) => stackOf(environment, 'teams', part)),
    ...apps
      .filter(({ team }) => own.includes(team))
      .map(({ name }) => stackOf(environment, 'apps', name)),
  ];
}

/** Whether a team is in an environment, by its name or that of its fleet. */
export function isIn({ name, fleet }: EnvironmentSpec, { environments }: TeamSpec): boolean {
  return environments.includes(name) || (fleet !== undefined && environments.includes(fleet.name));
}

function stackOf({ name }: EnvironmentSpec, layer: LayerStack['layer'], part: string): LayerStack {
  return { layer, part, stack: `${name}-${layer === 'teams' ? 'team' : 'app'}-${part}` };
}
