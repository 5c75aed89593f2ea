import { createKubeClient } from '../../lib/cluster/kube-client';
import type { Body } from '../provider/body';
import { ApiAnswerError, RawObjects } from '../raw-objects';

/** Group and version of kwok's objects. */
export const KWOK_API = 'kwok.x-k8s.io/v1alpha1';

const NODES = ['lab-node-1', 'lab-node-2'];

/** What the lab needs in its cluster before anything runs there: nodes, and kwok's kind that describes port-forwards. */
export async function prepareCluster(kubeconfig: string): Promise<void> {
  const client = RawObjects.open(createKubeClient({ kubeconfig }).config);
  await createMissing(client, portForwardDefinition());
  for (const name of NODES) await createMissing(client, node(name));
}

async function createMissing(client: RawObjects, object: Body): Promise<void> {
  try {
    await client.send('create', object, { content: object });
  } catch (error) {
    if (!(error instanceof ApiAnswerError) || error.status !== 409) throw error;
  }
}

function node(name: string): Body {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' } },
  };
}

function portForwardDefinition(): Body & { spec: object } {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'portforwards.kwok.x-k8s.io' },
    spec: {
      group: 'kwok.x-k8s.io',
      scope: 'Namespaced',
      names: {
        kind: 'PortForward',
        plural: 'portforwards',
        singular: 'portforward',
        listKind: 'PortForwardList',
      },
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          },
        },
      ],
    },
  };
}
