import { createKubeClient } from '../../lib/cluster/kube-client';
import type { Body } from '../provider/body';
import { ApiAnswerError, RawObjects } from '../../lib/cluster/raw-objects';

/** Group and version of kwok's objects. */
export const KWOK_API = 'kwok.x-k8s.io/v1alpha1';

/** Where the cluster has its Prometheus. */
const PROMETHEUS = { namespace: 'monitoring', name: 'prometheus', port: 9090 } as const;

/** Port of its pods. */
const WEB = 9090;

const KIND_TIMEOUT_MS = 30_000;
const POLL_MS = 100;

const NODES = ['lab-node-1', 'lab-node-2'];

/**
 * What the lab needs in its cluster before anything runs there: nodes, kwok's kind that describes port-forwards, and a
 * Prometheus as a cluster has one, behind a Service.
 * @param prometheus - port on loopback of the process behind it
 */
export async function prepareCluster(kubeconfig: string, prometheus: number): Promise<void> {
  const client = RawObjects.open(createKubeClient({ kubeconfig }).config);
  await createMissing(client, portForwardDefinition());
  for (const name of NODES) await createMissing(client, node(name));
  await waitForPortForwards(client);
  for (const object of prometheusObjects(prometheus)) await createMissing(client, object);
}

/** The API server serves a new kind a moment after its definition. */
async function waitForPortForwards(client: RawObjects): Promise<void> {
  const deadline = Date.now() + KIND_TIMEOUT_MS;
  const probe = {
    apiVersion: KWOK_API,
    kind: 'PortForward',
    metadata: { name: '-', namespace: 'default' },
  };
  for (;;) {
    try {
      await client.send('create', probe, { content: probe, query: { dryRun: 'All' } });
      return;
    } catch (error) {
      if (error instanceof ApiAnswerError && error.status === 422) return;
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function prometheusObjects(port: number): Body[] {
  const metadata = { name: PROMETHEUS.name, namespace: PROMETHEUS.namespace };
  const labels = { app: PROMETHEUS.name };
  const containers = [
    { name: 'prometheus', image: 'prom/prometheus', ports: [{ name: 'web', containerPort: WEB }] },
  ];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: PROMETHEUS.namespace } },
    object('v1', 'Service', metadata, {
      selector: labels,
      ports: [{ name: 'web', port: PROMETHEUS.port, targetPort: 'web' }],
    }),
    object('apps/v1', 'StatefulSet', metadata, {
      serviceName: PROMETHEUS.name,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    }),
    object(
      KWOK_API,
      'PortForward',
      { ...metadata, name: `${PROMETHEUS.name}-0` },
      { forwards: [{ ports: [WEB], target: { address: '127.0.0.1', port } }] },
    ),
  ];
}

function object(apiVersion: string, kind: string, metadata: Body['metadata'], spec: object): Body {
  return { apiVersion, kind, metadata, spec } as Body;
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
