import { known, unknown, type Fact } from '../../rollout/fact';
import type { MetricsFact, MetricsSnapshot } from '../../rollout/metrics/metrics-fact';
import type { MetricsQuestion } from '../../rollout/metrics/metrics-question';
import type { CountSpec } from '../../rollout/metrics/metrics-spec';
import { messageOf } from '../api-error';
import { metricsQueries } from './metrics-queries';
import { ownCounts, type OwnCountResult } from './own-counts';
import { parseAlerts, parseVector, type Sample } from './parse-answer';
import type { PrometheusGet } from './prometheus-get';
import { queryPath } from './query-path';
import { toSnapshot } from './to-snapshot';

/** An instant this old has all of its samples, in milliseconds: its answer stays what it is. */
const SETTLED_MS = 60_000;

/** Asks Prometheus what the gates of a rollout need. */
export type ReadMetrics = (question: MetricsQuestion) => Promise<Fact<MetricsFact>>;

/** A reader of one Prometheus; what it could not read whole is unknown, with the reason. */
export function createMetricsReader(get: PrometheusGet, now: () => number): ReadMetrics {
  // Of the last question: the next asks for most of them again, and for no others of the past.
  let settled = new Map<string, MetricsSnapshot>();
  return async (question) => {
    const at = question.instants.at(-1) ?? now();
    const { namespaces, gateways, slowerThanMs, counts } = question;
    const kept = new Map<string, MetricsSnapshot>();
    try {
      const snapshots: MetricsSnapshot[] = [];
      for (const instant of question.instants) {
        const key = JSON.stringify([instant, namespaces, gateways, slowerThanMs, counts]);
        const read = settled.get(key) ?? (await readSnapshot(get, question, instant));
        const isWhole = Object.keys(read.unread).length === 0;
        if (isWhole && now() - instant > SETTLED_MS) kept.set(key, read);
        // A look that fails later does not ask for this one again.
        if (kept.has(key)) settled.set(key, read);
        snapshots.push(read);
      }
      settled = kept;
      const rules = question.alerts.length === 0 ? [] : await readAlerts(get);
      const alerts = rules.filter(({ name }) => question.alerts.includes(name));
      return known({ at, snapshots, alerts }, at);
    } catch (error) {
      return unknown(`Prometheus could not be asked: ${messageOf(error)}`, at);
    }
  };
}

async function readSnapshot(
  get: PrometheusGet,
  { namespaces, gateways, slowerThanMs, counts }: MetricsQuestion,
  at: number,
): Promise<MetricsSnapshot> {
  const senders = [...new Set([...namespaces, ...gateways.map(({ namespace }) => namespace)])];
  const queries = metricsQueries(namespaces, senders, slowerThanMs);
  const ask = async (list: readonly string[]): Promise<Sample[]> => {
    const answers = await Promise.all(list.map((query) => get(queryPath(query, at))));
    return answers.flatMap(parseVector);
  };
  const own = counts.map((count) => readCount(get, count, at));
  const [requests, durations, durationsWithin, scraped, certificates, ...results] =
    await Promise.all([
      ask(queries.requests),
      ask(queries.durations),
      ask(queries.durationsWithin),
      ask([queries.scraped]),
      ask([queries.certificates]),
      ...own,
    ]);
  return toSnapshot(at, { requests, durations, durationsWithin, scraped, certificates }, results);
}

async function readCount(
  get: PrometheusGet,
  count: CountSpec,
  at: number,
): Promise<OwnCountResult> {
  try {
    const [bad, total] = await Promise.all([
      get(queryPath(count.bad, at)),
      get(queryPath(count.total, at)),
    ]);
    return ownCounts(count, bad, total);
  } catch (error) {
    // It refuses what is no PromQL; where it is away, nothing else is known either.
    return { ok: false, name: count.name, reason: messageOf(error) };
  }
}

async function readAlerts(get: PrometheusGet) {
  return parseAlerts(await get('/api/v1/rules?type=alert'));
}
