import type { ReportInput } from '../rollout/report/report-input';
import type { EnvironmentSpec } from '../../stacks/environments';
import { versionsOf } from './environment-context';

/** An environment as a report names it. */
export function reportedEnvironment(environment: EnvironmentSpec): ReportInput['environment'] {
  const { name, cluster } = environment;
  return {
    name,
    cluster: cluster.lab === true ? 'lab' : (cluster.lab ?? cluster.context ?? name),
    versions: versionsOf(environment),
  };
}
