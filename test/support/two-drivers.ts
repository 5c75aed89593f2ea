import { explore, type Explored } from './explore-drivers';
import { FROM, TO } from './rollout-builders';
import { simClusterOf } from './sim-cluster-of';

/** Two drivers without a lease: the worst that one that was lost, or a clock that went wrong, can lead to. */
export function twoDrivers(
  story: 'forward' | 'rollback',
  names: readonly string[],
  most: number,
): Explored {
  const cluster = simClusterOf(names);
  // Nothing but these namespaces needs the old revision.
  cluster.deleteNamespace('ingress');
  if (story === 'rollback') cluster.conditions.neverReady = { namespace: names[0]!, revision: TO };
  const waves = [{ name: 'only', namespaces: names }];
  const times = { soakSeconds: 0, deadlineSeconds: 30, retainSeconds: 0 };
  return explore(cluster, { from: FROM, to: TO, waves, ...times }, most, (moment) => {
    if (moment.state.store.record?.phase === 'removing') moment.moveTag('default', TO);
  });
}
