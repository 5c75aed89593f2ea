import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V1Namespace, V1Pod } from '@kubernetes/client-node';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { listAll } from '../../lib/cluster/list-all';
import { observe } from '../../lib/cluster/observe';
import type { Observation } from '../../lib/rollout/observation';
import { applySample } from '../../lab/sample';
import { readRunningLab, type LabState } from '../../lab/state';
import { cliExpecting } from './cli';

/** A lab of a test's own, apart from the developer's. */
export interface TestLab {
  readonly env: NodeJS.ProcessEnv;
  readonly state: LabState;
  readonly client: KubeClient;
  readonly observation: () => Promise<Observation>;
  readonly down: () => Promise<void>;
}

/** Starts a lab and installs the present revision with the sample mesh, as `make demo` does. */
export async function startTestLab(): Promise<TestLab> {
  const dir = join(mkdtempSync(join(tmpdir(), 'istio-revisions-test-')), 'lab');
  const env = { ISTIO_REVISIONS_LAB: dir };
  // The test process itself reads the lab through the same variable.
  process.env['ISTIO_REVISIONS_LAB'] = dir;
  await cliExpecting(0, ['lab', 'up'], env);
  const state = readRunningLab();
  if (state === null) throw new Error('the lab does not run although "lab up" succeeded');
  const client = createKubeClient({ kubeconfig: state.kubeconfig });
  await cliExpecting(0, ['up', '--env', 'dev'], env);
  await applySample(client, () => undefined);
  return {
    env,
    state,
    client,
    observation: () => observe(client, ['1-30', '1-31'], Date.now),
    down: async () => {
      await cliExpecting(0, ['lab', 'down'], env);
    },
  };
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
