import type { FleetReport } from '../rollout/report/fleet-report';
import { rolloutReport, type RolloutReport } from '../rollout/report/rollout-report';
import { environmentsNamed, openEnvironment, type EnvironmentContext } from './environment-context';
import { fleetLooker } from './fleet-looker';
import { followClusters } from './follow-clusters';
import { lookAtRollout } from './look-at-rollout';

/** A rollout that is looked at again and again. */
export interface LookedAt {
  /** One that cannot be opened is tried again at the next look. @throws what kept it from an answer */
  readonly look: () => Promise<RolloutReport | FleetReport>;
  /** Nobody looks any more. */
  readonly close: () => void;
}

/** Looks at the rollout of an environment, or at those of a fleet. @throws CliError (2) where there is none of that name */
export function lookAgain(name: string): LookedAt {
  const environments = environmentsNamed(name);
  const [only, ...others] = environments;
  if (only === undefined || others.length > 0) {
    const clusters = followClusters();
    const look = fleetLooker(name, environments, clusters.open);
    return { look: async () => (await look()).report, close: clusters.close };
  }
  let context: EnvironmentContext | undefined;
  return {
    look: async () => {
      context ??= openEnvironment(only.name);
      return rolloutReport(await lookAtRollout(context));
    },
    close: () => undefined,
  };
}
