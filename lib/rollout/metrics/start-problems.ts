import { nameSome } from '../name-some';
import type { PodFact } from '../observation';
import type { FrozenPlan } from '../record';
import { namespacesOf } from '../wave-members';
import { podsByNamespace } from '../look-up';
import type { MetricsFact, MetricsSnapshot } from './metrics-fact';
import type { MetricsPlan } from './metrics-spec';

/**
 * What of a plan's metrics could never be judged by what Prometheus has: a rollout would wait for it, with the mesh half
 * moved. Requests are no part of it, since a mesh at rest has none.
 */
export function startProblems(
  { metrics, waves }: FrozenPlan,
  { snapshots, alerts }: MetricsFact,
  pods: readonly PodFact[],
): string[] {
  const snapshot = snapshots.at(-1);
  if (metrics === null || snapshot === undefined) return [];
  const names = namespacesOf(waves).map(({ name }) => name);
  const proxies = names
    .flatMap((name) => podsByNamespace(pods).get(name) ?? [])
    .filter((pod) => pod.revision !== null && pod.ready && !pod.terminating);
  return [
    ...labelProblems(snapshot),
    ...coverageProblems(snapshot, proxies),
    ...bucketProblems(metrics, snapshot),
    ...alertProblems(metrics, alerts),
    ...countProblems(metrics, snapshot, names),
  ];
}

/** Whose a series without these labels is cannot be known. */
function labelProblems({ scraped, requests, durations }: MetricsSnapshot): string[] {
  const series: readonly (readonly [string, readonly string[]])[] = [
    ['istio_build', Object.keys(scraped)],
    ['istio_requests_total', requests.map(({ pod }) => pod)],
    ['istio_request_duration_milliseconds', durations.map(({ pod }) => pod)],
  ];
  return series.flatMap(([metric, owners]) =>
    owners.some((owner) => owner.startsWith('/') || owner.endsWith('/'))
      ? [
          `series of ${metric} have no label "namespace" or "pod"; let Prometheus set both when it scrapes, as in Istio's example`,
        ]
      : [],
  );
}

/** That some are missing is waited for later, with patience; that all are is no accident. */
function coverageProblems({ scraped }: MetricsSnapshot, proxies: readonly PodFact[]): string[] {
  const names = proxies.map(({ namespace, name }) => `${namespace}/${name}`);
  if (names.length === 0 || names.some((pod) => pod in scraped)) return [];
  return [
    `Prometheus knows none of the ${names.length} proxies of the waves (${nameSome(names)}), by istio_build{component="proxy"}; ` +
      'let it scrape them, with the labels "namespace" and "pod" as in Istio\'s example',
  ];
}

function bucketProblems({ slowerThanMs }: MetricsPlan, { durations }: MetricsSnapshot): string[] {
  const without = durations.filter(({ fast, all }) => fast === null && all > 0);
  if (without.length === 0) return [];
  return [
    `metrics.slowerThanMs: istio_request_duration_milliseconds has no bucket that ends at ${slowerThanMs} ms (${nameSome(without.map(({ pod }) => pod))}); set it to one of its edges`,
  ];
}

/** A counter that nobody has yet cannot be told from one that is misspelt. */
function countProblems(
  { counts }: MetricsPlan,
  { own, unread }: MetricsSnapshot,
  names: readonly string[],
): string[] {
  return counts.flatMap(({ name, total }) => {
    const reason = unread[name];
    if (reason !== undefined) return [`metrics.counts ${name}: ${reason}`];
    if (own.some((one) => one.name === name && names.includes(one.namespace))) return [];
    return [
      `metrics.counts ${name}.total: ${total} answers nothing for any namespace of the waves (${nameSome(names)}); correct the query, or let it begin at 0`,
    ];
  });
}

function alertProblems({ alerts: wanted }: MetricsPlan, found: MetricsFact['alerts']): string[] {
  return [...new Set(wanted.map(({ name }) => name))].flatMap((name) => {
    const rules = found.filter((rule) => rule.name === name);
    if (rules.length === 0) {
      return [
        `metrics.alerts: Prometheus has no alerting rule "${name}"; load it there, or correct the name`,
      ];
    }
    return rules.every(({ healthy }) => healthy)
      ? []
      : [`metrics.alerts: Prometheus cannot evaluate rule "${name}"; correct the rule`];
  });
}
