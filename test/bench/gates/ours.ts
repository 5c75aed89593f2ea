import { NO_MEMORY } from '../../../lib/rollout/driver-memory';
import { known } from '../../../lib/rollout/fact';
import { judgeForward } from '../../../lib/rollout/judge-forward';
import type { MetricsSnapshot, RequestCount } from '../../../lib/rollout/metrics/metrics-fact';
import { metricsQuestion } from '../../../lib/rollout/metrics/metrics-question';
import { metricsPlan } from '../../../lib/rollout/metrics/metrics-spec';
import type { Observation, PodFact } from '../../../lib/rollout/observation';
import type { RolloutRecord } from '../../../lib/rollout/record';
import type { GateResult, Verdict } from '../../../lib/rollout/verdict';
import { newProgress } from '../../../lib/rollout/wave-progress';
import {
  aNamespace,
  aNamespaceWave,
  anIstiod,
  anObservation,
  aPod,
  aProxy,
  aRecord,
  aWorkload,
  FROM,
  someCounters,
  TO,
} from '../../support/rollout-builders';
import { LENGTH, LIMIT, WARM_UP, type Judge, type Minute, type Trace } from './trace';

const MINUTE_MS = 60_000;

/** When the wave is moved and well, epoch milliseconds. */
const BEGIN = 1_000 * MINUTE_MS;

/** What our gates said at the end of a minute. */
export interface Look {
  readonly minute: number;
  readonly verdict: Verdict;
  readonly worst: GateResult | null;
}

/** Our own gates, as the planner calls them: the wave is released when they pass at the end of its time. */
export const ours: Judge = (trace, budget) => {
  const looks = looksOf(trace, budget);
  if (looks.some(({ verdict }) => verdict === 'Fail')) return 'rolled back';
  return looks.at(-1)?.verdict === 'Pass' ? 'advanced' : 'undecided';
};

/** A trace is judged several times, and counted once. */
const meshes = new WeakMap<Trace, CountedMesh>();

/** One look a minute, the record carried from one to the next; it ends at a breach. */
export function looksOf(trace: Trace, budget: number): Look[] {
  const mesh = meshes.get(trace) ?? new CountedMesh(trace);
  meshes.set(trace, mesh);
  const looks: Look[] = [];
  let record = recordOf(trace, budget);
  for (let minute = 1; minute <= budget; minute++) {
    const now = BEGIN + minute * MINUTE_MS;
    const observation = observed(trace, mesh, record, now);
    const judged = judgeForward({ record, observation, now, memory: NO_MEMORY });
    record = judged.record;
    const { verdict, worst } = judged.judgement;
    looks.push({ minute, verdict, worst: worst?.result ?? null });
    if (verdict === 'Fail') break;
  }
  return looks;
}

function recordOf({ wave, rest }: Trace, budget: number): RolloutRecord {
  const waves = [
    { ...aNamespaceWave('moved', [...wave]), soakSeconds: (budget - WARM_UP) * 60 },
    aNamespaceWave('later', [...rest]),
  ];
  const metrics = metricsPlan({ maxErrorShare: LIMIT, warmUpSeconds: WARM_UP * 60 });
  return aRecord({
    plan: { ...aRecord().plan, waves, metrics },
    progress: [{ ...newProgress(BEGIN), healthySince: BEGIN, istiods: {}, certified: true }],
  });
}

function observed(
  { wave, rest }: Trace,
  mesh: CountedMesh,
  record: RolloutRecord,
  now: number,
): Observation {
  const question = metricsQuestion(record, now);
  const snapshots = (question?.instants ?? []).map((at) => mesh.at(at));
  const namespaces = [...wave, ...rest];
  const pods = mesh.pods(now);
  const all = <Value>(value: Value) => known(value, now);
  return anObservation({
    at: now,
    namespaces: all(namespaces.map((name) => aNamespace({ name, labels: labelsOf(wave, name) }))),
    workloads: all(namespaces.map((namespace) => aWorkload({ namespace }))),
    pods: all(pods),
    istiods: all(
      [FROM, TO].map((revision) =>
        anIstiod(revision, {
          proxies: all(pods.filter((pod) => pod.revision === revision).map((pod) => aProxy(pod))),
          counters: all(someCounters()),
        }),
      ),
    ),
    roots: all(Object.fromEntries(namespaces.map((name) => [name, ['root']]))),
    metrics: all({ at: now, snapshots, alerts: [] }),
  });
}

function labelsOf(wave: readonly string[], name: string): Record<string, string> {
  return { 'istio.io/rev': wave.includes(name) ? TO : FROM };
}

/** The counters of a trace's proxies, as Prometheus has them at the end of each minute. */
class CountedMesh {
  private readonly snapshots = new Map<number, MetricsSnapshot>();
  private readonly trace: Trace;

  constructor(trace: Trace) {
    this.trace = trace;
    const counts = new Map<string, RequestCount>();
    let last = this.snapshot(BEGIN - LENGTH * MINUTE_MS, counts);
    this.snapshots.set(last.at, last);
    [...trace.before, ...trace.after].forEach((minute, index) => {
      count(minute, counts);
      const at = BEGIN + (index + 1 - LENGTH) * MINUTE_MS;
      last = minute.lost ? { ...last, at } : this.snapshot(at, counts);
      this.snapshots.set(at, last);
    });
  }

  at(instant: number): MetricsSnapshot {
    const found = this.snapshots.get(instant);
    if (found === undefined) throw new Error(`no minute ends at ${instant}`);
    return found;
  }

  pods(now: number): PodFact[] {
    const { wave, after, before } = this.trace;
    const minute = after[Math.round((now - BEGIN) / MINUTE_MS) - 1] ?? before[0];
    const names = new Set(minute?.cells.map(({ namespace, pod }) => `${namespace}/${pod}`));
    return [...names].map((key) => {
      const [namespace = '', name = ''] = key.split('/');
      const isMoved = wave.includes(namespace);
      return aPod({
        namespace,
        name,
        uid: `uid-${namespace}-${name}`,
        createdAt: isMoved ? BEGIN : 0,
        revision: isMoved ? TO : FROM,
      });
    });
  }

  private snapshot(at: number, counts: ReadonlyMap<string, RequestCount>): MetricsSnapshot {
    const minutes = at < BEGIN + 1 ? this.trace.before : this.trace.after;
    const cells = minutes[0]?.cells ?? [];
    const callers = cells.map(({ caller }) => podOfCaller(caller));
    const pods = [...cells.map(({ namespace, pod }) => `${namespace}/${pod}`), ...callers];
    const scraped = Object.fromEntries(pods.map((pod) => [pod, at]));
    return {
      at,
      requests: [...counts.values()],
      durations: [],
      scraped,
      certificates: {},
      own: [],
      unread: {},
    };
  }
}

function count({ cells }: Minute, counts: Map<string, RequestCount>): void {
  const add = (one: Omit<RequestCount, 'value'>, value: number) => {
    if (value === 0) return;
    const key = `${one.pod} ${one.reporter} ${one.sourceNamespace} ${one.destinationNamespace} ${one.responseCode} ${one.responseFlags}`;
    counts.set(key, { ...one, value: value + (counts.get(key)?.value ?? 0) });
  };
  for (const { caller, namespace, pod, all, bad, unreached } of cells) {
    const request = {
      sourceWorkload: 'web',
      sourceNamespace: caller,
      destinationNamespace: namespace,
      responseFlags: '-',
      grpcStatus: '',
      security: 'mutual_tls',
    };
    const received = { ...request, pod: `${namespace}/${pod}`, reporter: 'destination' } as const;
    const sent = { ...request, pod: podOfCaller(caller), reporter: 'source' } as const;
    for (const side of [received, sent]) {
      add({ ...side, responseCode: '200' }, all - bad);
      add({ ...side, responseCode: '503' }, bad);
    }
    add({ ...sent, responseCode: '503', responseFlags: 'UF' }, unreached);
  }
}

/** Its callers' own pods are never moved, so that they can always be counted. */
function podOfCaller(caller: string): string {
  return `${caller}/front-0`;
}
