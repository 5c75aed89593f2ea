import type { V1Namespace, V1Pod } from '@kubernetes/client-node';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { listAll } from '../../lib/cluster/list-all';
import { observe } from '../../lib/cluster/observe';
import { parseVector } from '../../lib/cluster/prometheus/parse-answer';
import type { Observation } from '../../lib/rollout/observation';
import { applySample } from '../../lab/sample';
import type { SampleMeshProps } from '../../stacks/sample-mesh';
import { awaitThat } from './await-that';
import { startBareLab, type BareLab } from './bare-lab';
import { cliExpecting } from './cli';

/** A lab with a mesh on the present revision. */
export interface TestLab extends BareLab {
  readonly observation: () => Promise<Observation>;
}

/**
 * Starts a lab and installs the present revision with the sample mesh, as `make demo` does.
 * @param checkout - where `dev` is declared; absent means here
 */
export async function startTestLab(checkout?: string, size?: SampleMeshProps): Promise<TestLab> {
  const lab = await startBareLab();
  await cliExpecting(0, ['up', '--env', 'dev'], lab.env, checkout);
  await addSample(lab, size);
  return { ...lab, observation: () => observe(lab.client, ['1-30', '1-31'], Date.now) };
}

/** Adds the sample mesh, and waits until Prometheus knows its proxies. */
export async function addSample(lab: BareLab, size?: SampleMeshProps): Promise<void> {
  await applySample(lab.client, () => undefined, size);
  await awaitThat('Prometheus knows the proxies of the sample', () => isScraped(lab));
}

/** It looks for new pods every few seconds, and a rollout refuses to start where it knows none. */
async function isScraped({ state }: BareLab): Promise<true | undefined> {
  const query = 'istio_build{component="proxy",namespace="payments"}';
  const url = `http://127.0.0.1:${String(state.ports.prometheus)}/api/v1/query?${new URLSearchParams({ query }).toString()}`;
  const answer = await fetch(url).catch(() => null);
  return answer !== null && parseVector(await answer.text()).length > 0 ? true : undefined;
}

/** The revision label of each namespace that has one. */
export async function revisionLabels(client: KubeClient): Promise<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const namespace of await listAll<V1Namespace>(client, 'v1', 'Namespace')) {
    const revision = namespace.metadata?.labels?.['istio.io/rev'];
    if (revision !== undefined) labels[namespace.metadata?.name ?? ''] = revision;
  }
  return labels;
}

/** The revisions that really injected the pods that live now, each once. */
export async function injectedRevisions(client: KubeClient): Promise<string[]> {
  const pods = await listAll<V1Pod>(client, 'v1', 'Pod');
  const revisions = pods
    .filter((pod) => pod.metadata?.deletionTimestamp === undefined)
    .filter((pod) => pod.metadata?.annotations?.['sidecar.istio.io/status'] !== undefined)
    .map((pod) => pod.metadata?.annotations?.['istio.io/rev'] ?? 'none');
  return [...new Set(revisions)].sort();
}
