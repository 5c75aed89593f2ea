import { hostname } from 'node:os';
import { isAlive } from '../process-identity';
import { guardOf } from '../reconcile/guard';
import { startError } from '../reconcile/rollout-error';
import { begunAnew } from '../rollout/begun-anew';
import { isFinal } from '../rollout/is-final';
import { byVersion } from '../rollout/patch/by-version';
import { plan } from '../rollout/plan';
import type { ReportInput } from '../rollout/report/report-input';
import { startRollout } from '../rollout/start-rollout';
import { rolloutOf, versionsOf, type EnvironmentContext } from './environment-context';
import { reportedEnvironment } from './reported-environment';

/**
 * Looks at the rollout of an environment, changing nothing: what is stored, what the cluster shows, what the planner makes
 * of it. Of one that nobody drives no time passes, as it will be when somebody does.
 *
 * @throws CliError (2) when nothing was started and nothing is declared.
 * @throws RolloutError when nothing was started, and what is declared could not be.
 */
export async function lookAtRollout(context: EnvironmentContext): Promise<ReportInput> {
  const { environment, store, observe } = context;
  const { record: stored, lease } = await store.peek();
  const seen = await observe(stored === null ? rolloutOf(environment) : null)(stored);
  const now = Date.now();
  const driver = guardOf(lease, hostname(), isAlive, now);
  const isLeft = stored !== null && !driver.held && !isFinal(stored);
  const record = isLeft ? begunAnew(stored, now) : (stored ?? started(context, seen, now));
  const observation = byVersion(record.plan, seen);
  return {
    environment: reportedEnvironment(environment),
    record,
    started: stored !== null,
    observation,
    decision: plan({ observation, record, now }),
    driver,
    now,
  };
}

function started(
  { environment }: EnvironmentContext,
  observation: ReportInput['observation'],
  now: number,
): ReportInput['record'] {
  const start = startRollout({
    spec: rolloutOf(environment),
    observation,
    record: null,
    now,
    versions: versionsOf(environment),
  });
  if (!start.ok) throw startError(start);
  return start.record;
}
