import { known, unknown } from '../rollout/fact';
import { fleetReport, type ClusterLook, type FleetReport } from '../rollout/report/fleet-report';
import type { EnvironmentSpec } from '../../stacks/environments';
import { worstOf } from './each-environment';
import { openEnvironment, type EnvironmentContext } from './environment-context';
import { EXIT, type ExitCode } from './exit-code';
import { lookAtRollout } from './look-at-rollout';
import { nameInMesh } from './name-in-mesh';
import type { OpenCluster } from './open-cluster';
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
 * @param clusters - how each of them opens the others, so that a cluster is asked once for all
 */
export function fleetLooker(
  fleet: string,
  environments: readonly EnvironmentSpec[],
  clusters: OpenCluster,
): () => Promise<FleetLook> {
  const looks = environments.map((environment) => looker(environment, clusters));
  return async () => {
    const seen = await Promise.all(looks.map((look) => look()));
    return {
      report: fleetReport(
        fleet,
        seen.map(({ look }) => look),
        Date.now(),
      ),
      code: worstOf(seen.map(({ code }) => code)),
    };
  };
}

interface SeenCluster {
  readonly look: ClusterLook;
  readonly code: ExitCode;
}

/** One that cannot be opened is tried again at the next look. */
function looker(environment: EnvironmentSpec, clusters: OpenCluster): () => Promise<SeenCluster> {
  const common = { cluster: nameInMesh(environment), environment: environment.name };
  let context: EnvironmentContext | undefined;
  return async () => {
    try {
      context ??= openEnvironment(environment.name, { clusters });
      const input = await lookAtRollout(context);
      return { look: { ...common, input: known(input, input.now) }, code: EXIT.done };
    } catch (error) {
      const { text, exitCode } = described(error);
      return { look: { ...common, input: unknown(text, Date.now()) }, code: exitCode };
    }
  };
}
