import { devEnvironment } from './dev';
import type { EnvironmentSpec } from './environment';
import { environmentsOf, type FleetSpec } from './fleet';
import { multiEnvironment } from './multi';
import { prodEnvironment } from './prod';
import { sandboxEnvironment } from './sandbox';
import { stagingEnvironment } from './staging';

export type { EnvironmentSpec } from './environment';

/** Meshes over several clusters. */
export const FLEETS: readonly FleetSpec[] = [multiEnvironment];

/** Every environment that can be deployed; a fleet has one for each of its clusters. */
export const ENVIRONMENTS: readonly EnvironmentSpec[] = [
  devEnvironment,
  sandboxEnvironment,
  stagingEnvironment,
  prodEnvironment,
  ...FLEETS.flatMap(environmentsOf),
];

/** Thrown for a name that no environment has. */
export class UnknownEnvironmentError extends Error {
  override readonly name = 'UnknownEnvironmentError';
}

/** An environment by name, of a fleet the one of a cluster. @throws UnknownEnvironmentError with the known names. */
export function findEnvironment(name: string): EnvironmentSpec {
  const environment = ENVIRONMENTS.find((one) => one.name === name);
  if (environment !== undefined) return environment;
  const members = membersOf(name).map((member) => member.name);
  if (members.length > 0) {
    throw new UnknownEnvironmentError(
      `"${name}" is a mesh over several clusters; name the environment of one of them: ${members.join(', ')}`,
    );
  }
  throw unknownName(name);
}

/** The environments that a name stands for: one, or those of all clusters of a fleet. @throws UnknownEnvironmentError */
export function findEnvironments(name: string): readonly EnvironmentSpec[] {
  const members = membersOf(name);
  return members.length > 0 ? members : [findEnvironment(name)];
}

function membersOf(fleet: string): readonly EnvironmentSpec[] {
  return ENVIRONMENTS.filter((one) => one.fleet?.name === fleet);
}

function unknownName(name: string): UnknownEnvironmentError {
  const known = [
    ...ENVIRONMENTS.filter(({ fleet }) => fleet === undefined).map((one) => one.name),
    ...FLEETS.map((fleet) => fleet.name),
  ];
  return new UnknownEnvironmentError(
    `unknown environment "${name}"; known: ${known.join(', ')}. New ones are listed in stacks/environments/index.ts`,
  );
}
