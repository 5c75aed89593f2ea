import { generationOf } from '../../lib/rollout/gateway-generation';
import { known } from '../../lib/rollout/fact';
import { NO_MEMORY } from '../../lib/rollout/driver-memory';
import { judgeForward } from '../../lib/rollout/judge-forward';
import type { MetricsSnapshot } from '../../lib/rollout/metrics/metrics-fact';
import { metricsQuestion } from '../../lib/rollout/metrics/metrics-question';
import type { Observation, PodFact } from '../../lib/rollout/observation';
import type { RolloutRecord } from '../../lib/rollout/record';
import type { Verdict } from '../../lib/rollout/verdict';
import { movedWaves, namespaceNames } from '../../lib/rollout/wave-members';
import {
  aNamespace,
  anIstiod,
  anObservation,
  aPod,
  aProxy,
  aWorkload,
  FROM,
  someCounters,
  TO,
} from './rollout-builders';
import { SCRAPE_TICKS, TICK_MS, type ProxyTrace, type ScrapedMesh } from './scraped-mesh';

/** What a gate said of a wave at one look. */
export interface TraceVerdict {
  readonly tick: number;
  readonly gate: string;
  readonly wave: string;
  /** Namespaces that the wave is about. */
  readonly namespaces: readonly string[];
  readonly verdict: Verdict;
}

/** Looks once a scrape from `firstTick` on, as a driver does; the record is carried from look to look. */
export function judgeTrace(
  mesh: ScrapedMesh,
  started: RolloutRecord,
  firstTick: number,
): TraceVerdict[] {
  const verdicts: TraceVerdict[] = [];
  const asked = new Map<number, MetricsSnapshot>();
  let record = started;
  for (let tick = firstTick; tick <= mesh.trace.ticks; tick += SCRAPE_TICKS) {
    const now = tick * TICK_MS;
    const observation = observed(mesh, tick, record, asked);
    const judged = judgeForward({ record, observation, now, memory: NO_MEMORY });
    record = judged.record;
    const waves = movedWaves(record);
    for (const { wave, result } of judged.judgement.results) {
      const found = waves.find(({ name }) => name === wave);
      const namespaces = found === undefined ? [] : namespaceNames(found);
      verdicts.push({ tick, gate: result.gate, wave, namespaces, verdict: result.verdict });
    }
  }
  return verdicts;
}

function observed(
  mesh: ScrapedMesh,
  tick: number,
  record: RolloutRecord,
  asked: Map<number, MetricsSnapshot>,
): Observation {
  const now = tick * TICK_MS;
  const question = metricsQuestion(record, now);
  const namespaces = question?.namespaces ?? [];
  const gateways = question?.gateways.map(({ namespace }) => namespace) ?? [];
  const snapshots = (question?.instants ?? []).map((at) => {
    const found =
      asked.get(at) ?? mesh.snapshot(at / TICK_MS, namespaces, [...namespaces, ...gateways]);
    asked.set(at, found);
    return found;
  });
  const members = [...namespaces, ...gateways];
  const released = record.progress[0]?.releasedAt ?? 0;
  const pods = mesh
    .living(tick)
    .filter(({ namespace }) => members.includes(namespace))
    .map((proxy) => podOf(proxy, released));
  return anObservation({
    at: now,
    namespaces: known(
      namespaces.map((name) => aNamespace({ name })),
      now,
    ),
    workloads: known(
      [
        ...namespaces.map((namespace) => aWorkload({ namespace })),
        ...(question?.gateways ?? []).map((gateway) =>
          aWorkload({ ...generationOf(gateway, TO), templateRev: TO }),
        ),
      ],
      now,
    ),
    pods: known(pods, now),
    istiods: known(
      [FROM, TO].map((revision) => istiodOf(revision, pods, mesh, now)),
      now,
    ),
    metrics: known({ at: now, snapshots, alerts: [] }, now),
  });
}

function podOf({ namespace, pod, born }: ProxyTrace, releasedAt: number): PodFact {
  const createdAt = born * TICK_MS;
  return aPod({
    namespace,
    name: pod,
    uid: `uid-${namespace}-${pod}`,
    createdAt,
    workload: { kind: 'Deployment', name: pod.split('-')[0] ?? pod },
    revision: createdAt >= releasedAt ? TO : FROM,
  });
}

function istiodOf(revision: string, pods: readonly PodFact[], mesh: ScrapedMesh, now: number) {
  const own = pods.filter((pod) => pod.revision === revision);
  const expiry = mesh.trace.rootExpiresAt?.(now / TICK_MS);
  return anIstiod(revision, {
    proxies: known(
      own.map((pod) => aProxy(pod)),
      now,
    ),
    counters: known(
      // A root tells of an authority that signs.
      someCounters(
        expiry === undefined
          ? { rootExpiresAt: null }
          : { requested: 1, rootExpiresAt: expiry * 1000 },
      ),
      now,
    ),
  });
}
