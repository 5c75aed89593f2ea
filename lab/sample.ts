import { App } from 'cdk8s';
import { PatchStrategy, type KubernetesObject } from '@kubernetes/client-node';
import { messageOf, statusOf } from '../lib/cluster/api-error';
import type { KubeClient } from '../lib/cluster/kube-client';
import { observe } from '../lib/cluster/observe';
import { SampleMesh, type SampleMeshProps } from '../stacks/sample-mesh';

const READY_TIMEOUT_MS = 180_000;
const POLL_MS = 500;

/**
 * Applies the sample mesh the way a team does, with server-side apply under kubectl's name, and waits until its pods are
 * ready. A namespace that exists is left alone: its revision label may have moved on since.
 */
export async function applySample(
  client: KubeClient,
  say: (line: string) => void,
  size: SampleMeshProps = {},
): Promise<void> {
  const objects = new SampleMesh(new App(), 'sample', size).toJson() as KubernetesObject[];
  for (const object of objects) {
    if (object.kind === 'Namespace') await createNamespace(client, object);
    else await apply(client, object);
  }
  const namespaces = objects
    .filter((object) => object.kind === 'Namespace')
    .map((object) => object.metadata?.name ?? '');
  await waitForPods(client, namespaces);
  say(`  ${String(objects.length)} objects in ${namespaces.join(', ')}; all pods ready`);
}

async function createNamespace(client: KubeClient, object: KubernetesObject): Promise<void> {
  try {
    await client.objects.create(object, undefined, undefined, 'kubectl');
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
  }
}

async function apply(client: KubeClient, object: KubernetesObject): Promise<void> {
  await client.objects.patch(
    object,
    undefined,
    undefined,
    'kubectl',
    true,
    PatchStrategy.ServerSideApply,
  );
}

async function waitForPods(client: KubeClient, namespaces: readonly string[]): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let pending = 'nothing was read';
  while (Date.now() < deadline) {
    pending = await notReady(client, namespaces);
    if (pending === '') return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(
    `the sample mesh is not ready after ${String(READY_TIMEOUT_MS / 1000)} s: ${pending}`,
  );
}

async function notReady(client: KubeClient, namespaces: readonly string[]): Promise<string> {
  try {
    const { workloads } = await observe(client, ['none'], Date.now);
    if (!workloads.known) return workloads.reason;
    return workloads.value
      .filter((workload) => namespaces.includes(workload.namespace))
      .filter((workload) => !workload.observed || workload.ready < workload.desired)
      .map(
        (workload) =>
          `${workload.namespace}/${workload.name} ${String(workload.ready)}/${String(workload.desired)}`,
      )
      .join(', ');
  } catch (error) {
    return messageOf(error);
  }
}
