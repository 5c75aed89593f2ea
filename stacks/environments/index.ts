import { devEnvironment } from './dev';
import type { EnvironmentSpec } from './environment';
import { prodEnvironment } from './prod';
import { sandboxEnvironment } from './sandbox';
import { stagingEnvironment } from './staging';

export type { EnvironmentSpec } from './environment';

/** Every environment that can be deployed. */
export const ENVIRONMENTS: readonly EnvironmentSpec[] = [
  devEnvironment,
  sandboxEnvironment,
  stagingEnvironment,
  prodEnvironment,
];

/** Thrown for a name that no environment has. */
export class UnknownEnvironmentError extends Error {
  override readonly name = 'UnknownEnvironmentError';
}

/** An environment by name. @throws UnknownEnvironmentError with the known names. */
export function findEnvironment(name: string): EnvironmentSpec {
  const environment = ENVIRONMENTS.find((one) => one.name === name);
  if (environment !== undefined) return environment;
  const known = ENVIRONMENTS.map((one) => one.name).join(', ');
  throw new UnknownEnvironmentError(
    `unknown environment "${name}"; known: ${known}. New ones are listed in stacks/environments/index.ts`,
  );
}
