import type {
  DurationCount,
  MetricsSnapshot,
  RequestCount,
} from '../../rollout/metrics/metrics-fact';
import type { OwnCountResult } from './own-counts';
import type { Sample } from './parse-answer';

/** The samples of one instant, by query. */
export interface SnapshotSamples {
  readonly requests: readonly Sample[];
  readonly durations: readonly Sample[];
  readonly durationsWithin: readonly Sample[];
  readonly scraped: readonly Sample[];
  readonly certificates: readonly Sample[];
}

const SERVICE = /^[^.]+\.([^.]+)\.svc\./;

/** Turns samples into a snapshot; a series that two queries found counts once, and series that tell the same count together. */
export function toSnapshot(
  at: number,
  samples: SnapshotSamples,
  counts: readonly OwnCountResult[] = [],
): MetricsSnapshot {
  const series = new Map(samples.requests.map((one) => [JSON.stringify(one.labels), one]));
  const within = new Map(samples.durationsWithin.map((one) => [durationKey(one), one.value]));
  return {
    at,
    requests: together([...series.values()].map(requestCount)),
    durations: samples.durations.map((one): DurationCount => ({
      pod: podOf(one),
      destinationNamespace: label(one, 'destination_workload_namespace'),
      all: one.value,
      fast: within.get(durationKey(one)) ?? null,
    })),
    // PromQL tells times in seconds.
    scraped: Object.fromEntries(samples.scraped.map((one) => [podOf(one), one.value * 1000])),
    certificates: Object.fromEntries(
      samples.certificates.map((one) => [podOf(one), at + one.value * 1000]),
    ),
    own: counts.flatMap((one) => (one.ok ? one.counts : [])),
    unread: Object.fromEntries(counts.flatMap((one) => (one.ok ? [] : [[one.name, one.reason]]))),
  };
}

/** Two services of one namespace differ by labels that no gate asks for: left apart, one would be taken for the other. */
function together(requests: readonly RequestCount[]): RequestCount[] {
  const counts = new Map<string, RequestCount>();
  for (const { value, ...labels } of requests) {
    const key = JSON.stringify(labels);
    counts.set(key, { ...labels, value: value + (counts.get(key)?.value ?? 0) });
  }
  return [...counts.values()];
}

function requestCount(sample: Sample): RequestCount {
  const isDestination = label(sample, 'reporter') === 'destination';
  return {
    pod: podOf(sample),
    reporter: isDestination ? 'destination' : 'source',
    sourceWorkload: label(sample, 'source_workload'),
    sourceNamespace: label(sample, 'source_workload_namespace'),
    destinationNamespace: isDestination
      ? label(sample, 'destination_workload_namespace')
      : (SERVICE.exec(label(sample, 'destination_service'))?.[1] ?? ''),
    responseCode: label(sample, 'response_code'),
    responseFlags: label(sample, 'response_flags'),
    grpcStatus: label(sample, 'grpc_response_status'),
    security: label(sample, 'connection_security_policy'),
    value: sample.value,
  };
}

function durationKey(sample: Sample): string {
  return `${podOf(sample)} ${label(sample, 'destination_workload_namespace')}`;
}

function podOf(sample: Sample): string {
  return `${label(sample, 'namespace')}/${label(sample, 'pod')}`;
}

function label({ labels }: Sample, name: string): string {
  return labels[name] ?? '';
}
