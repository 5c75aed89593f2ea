import type { DeploymentHealth, HealthFacts } from './health-facts';
import { answersTo, CANNOT_BE_READ, type HealthCondition } from './health-condition';
import { istiodName } from './istiod-name';

const { yes, no, unknown } = answersTo('DeploymentAvailable');

/** Whether the Deployment of a revision's istiod is seen, updated and ready as a whole, with at least one replica. */
export function deploymentAvailable(
  revision: string,
  { deployment, meshNamespace }: HealthFacts,
): HealthCondition {
  if (!deployment.known) return unknown(CANNOT_BE_READ, deployment.reason);
  const name = `Deployment ${meshNamespace}/${istiodName(revision)}`;
  if (deployment.value === null) {
    return no('NotFound', `${name} does not exist: install the revision`);
  }
  return (
    problemOf(name, deployment.value) ??
    yes('Available', `every replica of ${name} is updated and ready`)
  );
}

function problemOf(name: string, found: DeploymentHealth): HealthCondition | null {
  const { generation, observedGeneration, desired, updated, ready, available, total } = found;
  if (observedGeneration < generation) {
    const message = `the Deployment controller has not seen the newest generation of ${name}`;
    return no(
      'GenerationNotObserved',
      `${message}; if it stays so, look at kube-controller-manager`,
    );
  }
  if (desired === 0) {
    return no('ScaledToZero', `${name} asks for no replica: scale it to at least one`);
  }
  const isUpdated = updated >= desired && total <= updated;
  const isReady = ready >= desired && available >= desired;
  if (isUpdated && isReady) return null;
  if (found.unavailable !== null) {
    const { reason, message } = found.unavailable;
    return no(reason, `${name}: ${message}; look at the events of its ReplicaSet and pods`);
  }
  if (!isUpdated) {
    const old = total > updated ? `, ${total - updated} older ones are still there` : '';
    return no('ReplicasUpdating', `${updated} of ${desired} replicas of ${name} are updated${old}`);
  }
  return no(
    'ReplicasNotReady',
    `${Math.min(ready, available)} of ${desired} replicas of ${name} are ready: look at their events and logs`,
  );
}
