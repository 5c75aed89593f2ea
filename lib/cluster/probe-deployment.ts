import type { V1Deployment } from '@kubernetes/client-node';
import type { DeploymentHealth } from '../rollout/health/health-facts';
import { statusOf } from './api-error';
import type { KubeClient } from './kube-client';

/** How far a Deployment has come; `null` when there is none. */
export async function probeDeployment(
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<DeploymentHealth | null> {
  try {
    const identity = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace, name } };
    return deploymentHealth(await client.objects.read<V1Deployment>(identity));
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** What is judged of a Deployment. */
export function deploymentHealth({ metadata, spec, status }: V1Deployment): DeploymentHealth {
  return {
    generation: metadata?.generation ?? 1,
    observedGeneration: status?.observedGeneration ?? 0,
    desired: spec?.replicas ?? 1,
    updated: status?.updatedReplicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    total: status?.replicas ?? 0,
    unavailable: unavailableReason(status?.conditions ?? []),
  };
}

function unavailableReason(
  conditions: NonNullable<NonNullable<V1Deployment['status']>['conditions']>,
): DeploymentHealth['unavailable'] {
  const failure = conditions.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  if (failure !== undefined) return { reason: 'ReplicaFailure', message: failure.message ?? '' };
  const late = conditions.find(
    ({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );
  return late === undefined
    ? null
    : { reason: 'ProgressDeadlineExceeded', message: late.message ?? '' };
}
