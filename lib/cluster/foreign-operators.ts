import type { V1Deployment } from '@kubernetes/client-node';
import { isUnknownKind } from './api-error';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';

/** How Istio's former in-cluster operator names its Deployment, whatever its revision. */
const ISTIO_OPERATOR = /^istio-operator(-|$)/;

/**
 * Programs in the cluster that reconcile Istio by themselves, each as a sentence for the reader: two masters of one
 * installation undo each other's work.
 */
export async function readForeignOperators(client: KubeClient): Promise<string[]> {
  const [deployments, sails] = await Promise.all([
    listAll<V1Deployment>(client, 'apps/v1', 'Deployment'),
    listUnlessUnknown(client, 'sailoperator.io/v1', 'Istio'),
  ]);
  return [
    ...deployments
      .filter(
        ({ metadata, spec }) => ISTIO_OPERATOR.test(metadata?.name ?? '') && spec?.replicas !== 0,
      )
      .map(
        ({ metadata }) =>
          `Deployment ${metadata?.namespace ?? ''}/${metadata?.name ?? ''} reconciles IstioOperator objects; scale it to 0 or remove it first`,
      ),
    ...sails.map(
      (name) =>
        `the Sail operator reconciles Istio ${name}; remove that object first, keeping what it made`,
    ),
  ];
}

async function listUnlessUnknown(
  client: KubeClient,
  apiVersion: string,
  kind: string,
): Promise<string[]> {
  try {
    return (await listAll(client, apiVersion, kind)).map(({ metadata }) => metadata?.name ?? '');
  } catch (error) {
    if (isUnknownKind(error)) return [];
    throw error;
  }
}
