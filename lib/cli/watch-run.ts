import type { RolloutReporter } from '../reconcile/drive-rollout';
import type { Decision } from '../rollout/action';
import { known, unknown } from '../rollout/fact';
import type { Observation } from '../rollout/observation';
import { byVersion } from '../rollout/patch/by-version';
import { fleetReport, type ClusterLook, type FleetReport } from '../rollout/report/fleet-report';
import type { ReportInput } from '../rollout/report/report-input';
import { rolloutReport, type RolloutReport } from '../rollout/report/rollout-report';
import type { EnvironmentSpec } from '../../stacks/environments';
import { nameInMesh } from './name-in-mesh';
import { reportedEnvironment } from './reported-environment';

/** What is seen is shown once in this time, in milliseconds, unless it is an end. */
const SHOW_MS = 1_000;

/** Of the time of a run, showing it may take this part. */
const SHOW_PART = 1 / 20;

/** Who drives, as its own report says it. */
const DRIVER = { held: true, message: 'this process' };

/** A reporter of one environment by which it is shown, too. */
export type Watching = (environment: EnvironmentSpec, reporter: RolloutReporter) => RolloutReporter;

/**
 * Shows a run by what its driver itself sees and decides: nothing is asked of a cluster for it.
 * @param name - what the run is called: an environment, or the name of a fleet
 */
export function watchRun(
  name: string,
  environments: readonly EnvironmentSpec[],
  show: (report: RolloutReport | FleetReport) => void,
  now: () => number,
): Watching {
  const inputs = new Map<string, ReportInput>();
  let notBefore = 0;
  const report = () => {
    const [only, ...others] = environments;
    const input = only === undefined ? undefined : inputs.get(only.name);
    if (others.length === 0 && input !== undefined) return rolloutReport(input);
    return fleetReport(name, environments.map(lookOf), now());
  };
  const lookOf = (environment: EnvironmentSpec): ClusterLook => {
    const input = inputs.get(environment.name);
    return {
      cluster: nameInMesh(environment),
      environment: environment.name,
      input: input === undefined ? unknown('not looked at yet', now()) : known(input, input.now),
    };
  };
  const seen = (environment: EnvironmentSpec, decision: Decision, observation: Observation) => {
    const begun = now();
    inputs.set(environment.name, inputOf(environment, decision, observation, begun));
    if (begun < notBefore && decision.next.type !== 'stop') return;
    show(report());
    const ended = now();
    notBefore = ended + Math.max(SHOW_MS, (ended - begun) / SHOW_PART);
  };
  return (environment, reporter) => ({
    ...reporter,
    decision: (decision, observation) => {
      reporter.decision(decision, observation);
      seen(environment, decision, observation);
    },
  });
}

function inputOf(
  environment: EnvironmentSpec,
  decision: Decision,
  observation: Observation,
  now: number,
): ReportInput {
  const { record } = decision;
  return {
    environment: reportedEnvironment(environment),
    record,
    started: true,
    observation: byVersion(record.plan, observation),
    decision,
    driver: DRIVER,
    now,
  };
}
