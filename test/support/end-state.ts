import type { V1Deployment } from '@kubernetes/client-node';
import { listAll } from '../../lib/cluster/list-all';
import { parseVector } from '../../lib/cluster/prometheus/parse-answer';
import { prometheusGet } from '../../lib/cluster/prometheus/prometheus-get';
import { devEnvironment } from '../../stacks/environments/dev';
import { injectedRevisions, revisionLabels, type TestLab } from './lab';

/** Where a mesh stands, from three sources that know nothing of a rollout's record. */
export interface EndState {
  /** API server: revisions that injected the pods which live, what the namespaces are labelled with, and workloads that are not ready. */
  readonly injectedBy: readonly string[];
  readonly labels: readonly string[];
  /** API server: revision tags, each `<tag> → <revision>`. */
  readonly tags: readonly string[];
  readonly unready: readonly string[];
  /** istiod: proxies that each revision reports, and those that are not synced. */
  readonly connected: Readonly<Record<string, number>>;
  readonly unsynced: number;
  /** Prometheus: proxies by version, and requests of the last seconds that failed, were refused or came in plain text. */
  readonly versions: Readonly<Record<string, number>>;
  readonly spoiled: number;
}

const SPOILED = ['response_code=~"5..|403"', 'connection_security_policy="none"'].map(
  (labels) =>
    `sum(increase(istio_requests_total{reporter="destination",${labels}}[5s])) or vector(0)`,
);

/** A mesh of a lab, in one cluster. */
export type ReadableMesh = Pick<TestLab, 'client' | 'observation'>;

/** Reads a mesh as it is now. */
export async function readEndState(
  lab: ReadableMesh,
  namespaces: readonly string[],
): Promise<EndState> {
  const { istiods, injectors } = await lab.observation();
  if (!istiods.known) throw new Error(istiods.reason);
  if (!injectors.known) throw new Error(injectors.reason);
  const proxies = istiods.value.flatMap(({ revision, proxies: found }) => {
    if (!found.known) throw new Error(found.reason);
    return found.value.map(({ state }) => ({ revision, state }));
  });
  const labels = await revisionLabels(lab.client);
  const deployments = await listAll<V1Deployment>(lab.client, 'apps/v1', 'Deployment');
  return {
    injectedBy: await injectedRevisions(lab.client),
    labels: [...new Set(namespaces.map((name) => labels[name] ?? 'none'))].sort(),
    tags: injectors.value
      .flatMap(({ tag, revision }) => (tag === null ? [] : `${tag} → ${revision}`))
      .sort(),
    unready: deployments.filter(isUnready).map(({ metadata }) => metadata?.name ?? ''),
    connected: tally(proxies.map(({ revision }) => revision)),
    unsynced: proxies.filter(({ state }) => state !== 'synced').length,
    ...(await felt(lab)),
  };
}

async function felt(lab: ReadableMesh): Promise<Pick<EndState, 'versions' | 'spoiled'>> {
  const { prometheus } = devEnvironment;
  if (prometheus === undefined) throw new Error('environment dev names no Prometheus');
  const get = prometheusGet(lab.client, prometheus);
  const ask = async (query: string) =>
    parseVector(await get(`/api/v1/query?${new URLSearchParams({ query }).toString()}`));
  const versions = await ask('count by (tag) (istio_build{component="proxy"})');
  const spoiled = await Promise.all(SPOILED.map(ask));
  return {
    versions: Object.fromEntries(versions.map(({ labels, value }) => [labels['tag'] ?? '', value])),
    spoiled: spoiled.flat().reduce((total, { value }) => total + value, 0),
  };
}

function isUnready({ spec, status }: V1Deployment): boolean {
  return (status?.readyReplicas ?? 0) < (spec?.replicas ?? 1);
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
