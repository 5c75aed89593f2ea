import type { AlertFact } from '../../rollout/metrics/metrics-fact';

/** One value of an instant query. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Answer {
  readonly status?: string;
  readonly error?: string;
  readonly warnings?: readonly string[];
  /** VictoriaMetrics says so where some of its stores did not answer. */
  readonly isPartial?: boolean;
  readonly data?: unknown;
}

interface Rules {
  readonly groups?: readonly {
    readonly rules?: readonly {
      readonly name?: string;
      readonly health?: string;
      readonly alerts?: readonly {
        readonly state?: string;
        readonly activeAt?: string;
        readonly labels?: Readonly<Record<string, string>>;
      }[];
    }[];
  }[];
}

/**
 * The values of an instant query.
 * @throws Error for anything that is no whole answer: a warning means that some of it is missing.
 */
export function parseVector(text: string): Sample[] {
  const data = dataOf(text) as { resultType?: string; result?: unknown };
  if (data.resultType !== 'vector' || !Array.isArray(data.result)) {
    throw new Error(`Prometheus answered a ${data.resultType ?? 'thing'} where a vector was asked`);
  }
  const result = data.result as { metric: Record<string, string>; value: [number, string] }[];
  return result.map(({ metric, value: [, text_] }) => {
    const value = Number(text_);
    if (!Number.isFinite(value)) throw new Error(`Prometheus answered the value ${text_}`);
    return { labels: metric, value };
  });
}

/** A series of a range query; times in epoch milliseconds. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

/** The series of a range query. @throws Error for anything that is no whole answer. */
export function parseSeries(text: string): Series[] {
  const data = dataOf(text) as { resultType?: string; result?: unknown };
  if (data.resultType !== 'matrix' || !Array.isArray(data.result)) {
    throw new Error(`Prometheus answered a ${data.resultType ?? 'thing'} where a matrix was asked`);
  }
  const result = data.result as { metric: Record<string, string>; values: [number, string][] }[];
  return result.map(({ metric, values }) => ({
    labels: metric,
    points: values.map(([at, value]) => ({ at: at * 1000, value: Number(value) })),
  }));
}

/** Prometheus' alerting rules. @throws Error when it gave no whole answer. */
export function parseAlerts(text: string): AlertFact[] {
  const { groups } = dataOf(text) as Rules;
  if (groups === undefined) throw new Error('Prometheus answered no groups of rules');
  return groups
    .flatMap(({ rules = [] }) => rules)
    .map(({ name = '', health, alerts = [] }) => ({
      name,
      healthy: health === 'ok',
      firing: alerts
        .filter(({ state }) => state === 'firing')
        .map(({ labels = {}, activeAt = '' }) => ({ labels, since: timeOf(activeAt) })),
    }));
}

function timeOf(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Error(`Prometheus answered the time "${text}"`);
  return at;
}

function dataOf(text: string): unknown {
  const answer = answerOf(text);
  if (answer.status !== 'success') {
    throw new Error(`Prometheus refused the query: ${answer.error ?? 'it gave no reason'}`);
  }
  if (answer.warnings !== undefined && answer.warnings.length > 0) {
    throw new Error(`Prometheus answered in part: ${answer.warnings.join('; ')}`);
  }
  if (answer.isPartial === true) throw new Error('Prometheus answered in part: isPartial');
  return answer.data ?? {};
}

function answerOf(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new Error('Prometheus answered something else than JSON');
  }
}
