import { known, unknown } from '../rollout/fact';
import { fleetReport, type ClusterLook, type FleetReport } from '../rollout/report/fleet-report';
import type { EnvironmentSpec } from '../../stacks/environments';
import { worstOf } from './each-environment';
import { openEnvironment } from './environment-context';
import { EXIT, type ExitCode } from './exit-code';
import { lookAtRollout } from './look-at-rollout';
import { described } from './run-action';

/** Several clusters as they were looked at. */
export interface FleetLook {
  readonly report: FleetReport;
  /** Of what kept a cluster from being looked at, the worst; `done` where nothing did. */
  readonly code: ExitCode;
}

/**
 * Looks at the rollouts of all clusters of a mesh side by side, changing nothing. One that cannot be looked at keeps the others from
 * nothing.
 * @param fleet - the name that stands for all of them
 */
export async function lookAtFleet(
  fleet: string,
  environments: readonly EnvironmentSpec[],
): Promise<FleetLook> {
  const looks = await Promise.all(environments.map(lookAt));
  return {
    report: fleetReport(
      fleet,
      looks.map(({ look }) => look),
      Date.now(),
    ),
    code: worstOf(looks.map(({ code }) => code)),
  };
}

async function lookAt({
  name: environment,
  fleet,
}: EnvironmentSpec): Promise<{ readonly look: ClusterLook; readonly code: ExitCode }> {
  const common = { cluster: fleet?.cluster ?? environment, environment };
  try {
    const input = await lookAtRollout(openEnvironment(environment));
    return { look: { ...common, input: known(input, input.now) }, code: EXIT.done };
  } catch (error) {
    const { text, exitCode } = described(error);
    return { look: { ...common, input: unknown(text, Date.now()) }, code: exitCode };
  }
}
