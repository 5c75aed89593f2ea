import type { V1Pod } from '@kubernetes/client-node';
import type { KubeClient } from '../lib/cluster/kube-client';
import { listAll } from '../lib/cluster/list-all';
import { parseSeries } from '../lib/cluster/prometheus/parse-answer';
import type { PrometheusGet } from '../lib/cluster/prometheus/prometheus-get';
import type { RolloutRecord } from '../lib/rollout/record';
import { namespacesOf } from '../lib/rollout/wave-members';

/** What a fault cost, read from Prometheus and from the pods themselves; times in epoch milliseconds. */
export interface Exposure {
  /** When the first spoiled request was counted; `null` when none was. */
  readonly from: number | null;
  readonly requests: number;
  readonly verdictAt: number;
  /** When the last pod of the waves that went back got ready. */
  readonly healthyAt: number;
  /** Namespaces of later waves with a pod that was made since the rollout began. */
  readonly touched: readonly string[];
}

const STEP_SECONDS = 1;

/** Reads what a rollout that went back has cost. @param since - when it began, epoch milliseconds */
export async function readExposure(
  client: KubeClient,
  get: PrometheusGet,
  record: RolloutRecord,
  spoiled: string | null,
  since: number,
): Promise<Exposure> {
  const pods = await listAll<V1Pod>(client, 'v1', 'Pod');
  const { waves } = record.plan;
  const breached = waves.findIndex(({ name }) => name === record.failure?.wave);
  const moved = namesOf(waves.slice(0, breached + 1));
  const later = namesOf(waves.slice(breached + 1));
  const readyAt = pods
    .filter(({ metadata }) => moved.has(metadata?.namespace ?? ''))
    .map(({ status }) => status?.conditions?.find(({ type }) => type === 'Ready'))
    .map((ready) => ready?.lastTransitionTime?.getTime() ?? 0);
  const born = pods.filter(
    ({ metadata }) =>
      later.has(metadata?.namespace ?? '') && (metadata?.creationTimestamp?.getTime() ?? 0) > since,
  );
  const felt = spoiled === null ? NOBODY : await readSpoiled(get, spoiled, since);
  return {
    ...felt,
    verdictAt: record.failure?.at ?? 0,
    healthyAt: Math.max(0, ...readyAt),
    touched: [...new Set(born.map(({ metadata }) => metadata?.namespace ?? ''))].sort(),
  };
}

/** The cost in a few lines for people. */
export function exposureText(exposure: Exposure, record: RolloutRecord): string[] {
  const { from, requests, verdictAt, healthyAt, touched } = exposure;
  const seconds = (to: number, since: number) => `${((to - since) / 1000).toFixed(1)} s`;
  return [
    `  verdict:   ${record.failure?.message ?? 'none'}`,
    ...(from === null
      ? [
          `  exposed:   0 requests; last namespace healthy ${seconds(healthyAt, verdictAt)} after the verdict`,
        ]
      : [
          `  exposed:   ${String(requests)} requests`,
          `  times:     fault → verdict ${seconds(verdictAt, from)}, → last namespace healthy ${seconds(healthyAt, from)}`,
        ]),
    `  untouched: ${touched.length === 0 ? 'every namespace beyond the breached wave' : `NOT ${touched.join(', ')}`}`,
  ];
}

const NOBODY = { from: null, requests: 0 } as const;

async function readSpoiled(
  get: PrometheusGet,
  spoiled: string,
  since: number,
): Promise<Pick<Exposure, 'from' | 'requests'>> {
  const parameters = new URLSearchParams({
    query: `sum by (pod) (${spoiled})`,
    start: String(since / 1000),
    end: String(Date.now() / 1000),
    step: String(STEP_SECONDS),
  });
  const series = parseSeries(await get(`/api/v1/query_range?${parameters.toString()}`));
  const firsts = series.flatMap(({ points }) => points.find(({ value }) => value > 0)?.at ?? []);
  const lasts = series.map(({ points }) => Math.max(0, ...points.map(({ value }) => value)));
  return {
    from: firsts.length === 0 ? null : Math.min(...firsts),
    requests: Math.round(lasts.reduce((total, one) => total + one, 0)),
  };
}

function namesOf(waves: RolloutRecord['plan']['waves']): Set<string> {
  return new Set(namespacesOf(waves).map(({ name }) => name));
}
