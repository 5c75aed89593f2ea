import type { EnvironmentSpec } from './environment';
import { EXAMPLES } from './examples';
import { environmentsOf, type FleetSpec } from './fleet';
import { projectOf } from './project';

export type { EnvironmentSpec } from './environment';

/** Every environment of this repository; a fleet has one for each of its clusters. */
export const ENVIRONMENTS: readonly EnvironmentSpec[] = EXAMPLES.flatMap(expanded);

/**
 * Every environment of the project that this process works in; a fleet has one for each of its clusters.
 * @throws ProjectError naming the file that cannot be read, and why
 */
export function environments(): readonly EnvironmentSpec[] {
  return projectOf(process.cwd()).declared.flatMap(expanded);
}

/** Whether this process works on the examples of this repository, to which its sample belongs. */
export function areExamples(): boolean {
  return projectOf(process.cwd()).declared === EXAMPLES;
}

/** Thrown for a name that no environment has. */
export class UnknownEnvironmentError extends Error {
  override readonly name = 'UnknownEnvironmentError';
}

/** An environment by name, of a fleet the one of a cluster. @throws UnknownEnvironmentError with the known names. */
export function findEnvironment(name: string): EnvironmentSpec {
  const environment = environments().find((one) => one.name === name);
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

/** Where the environments are declared that this process knows, for messages. */
export function declaredWhere(): string {
  return projectOf(process.cwd()).file;
}

function expanded(one: EnvironmentSpec | FleetSpec): readonly EnvironmentSpec[] {
  return 'clusters' in one ? environmentsOf(one) : [one];
}

function membersOf(fleet: string): readonly EnvironmentSpec[] {
  return environments().filter((one) => one.fleet?.name === fleet);
}

function unknownName(name: string): UnknownEnvironmentError {
  const { declared, file } = projectOf(process.cwd());
  const known = declared.map((one) => one.name);
  return new UnknownEnvironmentError(
    `unknown environment "${name}"; known: ${known.join(', ')}. New ones are listed in ${file}`,
  );
}
