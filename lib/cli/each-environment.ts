import type { EnvironmentSpec } from '../../stacks/environments';
import { environmentsNamed } from './environment-context';
import { EXIT, type ExitCode } from './exit-code';
import { tellError } from './run-action';

/** The worst of several exit codes, the worst first: what a person has to correct comes before what stands still. */
const WORST_FIRST: readonly ExitCode[] = [
  EXIT.badInput,
  EXIT.error,
  EXIT.blocked,
  EXIT.rolledBack,
  EXIT.waitingForPerson,
];

/** The exit code that stands for several. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.done;
}

/**
 * Does something for each environment that a name stands for, of a fleet for one cluster after the other, those with istiods before
 * those that use them. One that fails keeps the others from nothing.
 */
export async function eachEnvironment(
  name: string,
  work: (environment: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const environments = environmentsNamed(name);
  const [only, ...others] = environments;
  if (only !== undefined && others.length === 0) return work(only.name);
  const codes: ExitCode[] = [];
  for (const environment of istiodsFirst(environments)) {
    try {
      codes.push(await work(environment.name));
    } catch (error) {
      codes.push(tellError(error, environment.name));
    }
  }
  return worstOf(codes);
}

function istiodsFirst(environments: readonly EnvironmentSpec[]): readonly EnvironmentSpec[] {
  const isRemote = ({ fleet }: EnvironmentSpec) => fleet?.controlPlane !== undefined;
  return [...environments.filter((one) => !isRemote(one)), ...environments.filter(isRemote)];
}
