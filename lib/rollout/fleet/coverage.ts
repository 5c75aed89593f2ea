import { known, unknown, type Fact } from '../fact';
import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import { clustersOf } from './clusters-of';
import type { ProxyCount, TrafficCount } from './cluster-fact';
import { proxyCount } from './proxy-count';

/** How far the mesh has moved. */
export interface Coverage {
  /** Of all proxies, from 0 to 100, rounded down: what is left never looks like nothing. */
  readonly percent: number;
  /** By cluster; of a mesh in one cluster it has no name. */
  readonly clusters: Readonly<Record<string, ProxyCount>>;
  /** Of the requests from cluster to cluster, those sent by what has moved, rounded down; `null` where none are counted. */
  readonly traffic: number | null;
}

/** How far all clusters of the mesh have moved together; unknown while one of them is. */
export function coverageOf(record: RolloutRecord, observation: Observation): Fact<Coverage> {
  const { at, pods } = observation;
  const clusters = clustersOf(record, observation);
  if (!pods.known) return unknown(pods.reason, at);
  if (!clusters.known) return unknown(clusters.reason, at);
  const self = record.plan.clusters?.self ?? '';
  const counts: Record<string, ProxyCount> = { [self]: proxyCount(pods.value, record) };
  for (const { name, state } of clusters.value) {
    if (!state.known) return unknown(`cluster ${name} cannot be asked: ${state.reason}`, at);
    if (state.value.proxies === null)
      return unknown(`cluster ${name} has no rollout yet, so what it has moved is not known`, at);
    counts[name] = state.value.proxies;
  }
  const traffic = trafficOf(record, observation);
  if (!traffic.known) return traffic;
  const percent = percentOf(Object.values(counts));
  return known({ percent, clusters: counts, traffic: traffic.value }, at);
}

/** Whether the mesh has moved so far: its proxies, and where that is counted what they send to each other's clusters. */
export function isCovered({ percent, traffic }: Coverage, wanted: number): boolean {
  return percent >= wanted && (traffic === null || traffic >= wanted);
}

/** Unknown while one of the clusters that count their requests cannot say, this one too. */
function trafficOf({ plan }: RolloutRecord, observation: Observation): Fact<number | null> {
  const { at, clusters } = observation;
  if (plan.metrics === null || plan.clusters === undefined || clusters?.known !== true)
    return known(null, at);
  const counts: TrafficCount[] = [];
  for (const name of plan.clusters.groups.flat()) {
    const state = clusters.value.find((one) => one.name === name)?.state;
    const traffic = state?.known === true ? state.value.traffic : state;
    if (traffic === undefined) return unknown(`cluster ${name} was not looked at`, at);
    if (traffic === null) continue;
    if (!traffic.known) return unknown(`cluster ${name}: ${traffic.reason}`, at);
    counts.push(traffic.value);
  }
  const sent = counts.reduce((sum, { total }) => sum + total, 0);
  return known(sent === 0 ? null : percentOf(counts), at);
}

/** Where there is no proxy at all, nothing is left to move. */
function percentOf(counts: readonly (ProxyCount | TrafficCount)[]): number {
  const total = counts.reduce((sum, count) => sum + count.total, 0);
  const moved = counts.reduce((sum, count) => sum + count.moved, 0);
  return total === 0 ? 100 : Math.floor((100 * moved) / total);
}

/** A line for people, such as `62 % of the proxies are on 1-31 (eu-1 100 %, us-1 25 %)`. */
export function coverageText({ percent, clusters, traffic }: Coverage, to: string): string {
  const each = Object.entries(clusters)
    .filter(([name]) => name !== '')
    .map(([name, count]) => `${name} ${String(percentOf([count]))} %`);
  const list = each.length > 1 ? ` (${each.join(', ')})` : '';
  const sent =
    traffic === null ? '' : `, and ${String(traffic)} % of the requests between clusters`;
  return `${String(percent)} % of the proxies are on ${to}${list}${sent}`;
}
