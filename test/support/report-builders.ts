import { known } from '../../lib/rollout/fact';
import { plan } from '../../lib/rollout/plan';
import { explainRollout, type RolloutExplanation } from '../../lib/rollout/report/explain-rollout';
import type { ReportInput } from '../../lib/rollout/report/report-input';
import type { MetricsFact } from '../../lib/rollout/metrics/metrics-fact';
import { metricsPlan } from '../../lib/rollout/metrics/metrics-spec';
import type { Observation } from '../../lib/rollout/observation';
import type { RolloutRecord } from '../../lib/rollout/record';
import {
  aDuration,
  aFact,
  aSnapshot,
  NOW,
  received,
  RELEASED_AT,
  WINDOW_MS,
} from './metrics-builders';
import {
  aGatewayWave,
  aNamespace,
  aNamespaceWave,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aProxy,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  someCounters,
  TO,
} from './rollout-builders';
import { newProgress } from '../../lib/rollout/wave-progress';

/** Three waves: a gateway, `web` (namespace shop) and `core` (namespaces bank and ledger), which needs approval. */
export const WAVES = [
  { ...aGatewayWave(), soakSeconds: 30 },
  { ...aNamespaceWave('web', ['shop']), soakSeconds: 60 },
  { ...aNamespaceWave('core', ['bank', 'ledger']), approval: true },
];

/** A record of these waves in which `web` moves and was well ten minutes ago. */
export function aReportRecord(changes: Partial<RolloutRecord> = {}): RolloutRecord {
  const before = { ...newProgress(RELEASED_AT - 100_000), healthySince: RELEASED_AT - 80_000 };
  const web = { ...newProgress(RELEASED_AT), healthySince: RELEASED_AT + 40_000 };
  return asApplied(
    aRecord({
      plan: {
        ...aRecord().plan,
        waves: WAVES,
        hash: '7f3c9a12d4e5',
        metrics: metricsPlan({ maxErrorShare: 0.01 }),
      },
      phase: 'moving',
      released: 2,
      since: NOW - 20_000,
      progress: [before, web].map((one) => ({ ...one, istiods: {}, certified: true })),
      history: [
        {
          at: RELEASED_AT,
          attempt: 1,
          from: 'moving 1',
          to: 'moving 2',
          reason: 'wave edge is proved',
          by: '',
        },
      ],
      ...changes,
    }),
  );
}

/** A cluster in which the gateway and `shop` run on the new revision, `bank` and `ledger` on the old one. */
export function aReportObservation(changes: Partial<Observation> = {}): Observation {
  const gateway = { namespace: 'ingress', workload: { kind: 'Deployment', name: `gateway-${TO}` } };
  const moved = [aPod({ ...gateway, name: 'gateway-1' }), aPod(), aPod({ name: 'cart-2' })];
  const left = ['bank', 'ledger'].map((namespace) =>
    aPod({ namespace, name: `${namespace}-1`, revision: FROM }),
  );
  const proxies = (pods: typeof moved) =>
    known(
      pods.map((pod) => aProxy(pod)),
      NOW,
    );
  return anObservation({
    at: NOW,
    namespaces: known(
      [
        aNamespace(),
        ...['bank', 'ledger'].map((name) => aNamespace({ name, labels: { 'istio.io/rev': FROM } })),
      ],
      NOW,
    ),
    workloads: known(
      [
        aWorkload({ ...gateway, name: `gateway-${FROM}`, templateRev: FROM }),
        aWorkload({
          ...gateway,
          name: `gateway-${TO}`,
          templateRev: TO,
        }),
        aWorkload(),
        ...['bank', 'ledger'].map((namespace) => aWorkload({ namespace })),
      ],
      NOW,
    ),
    pods: known([...moved, ...left], NOW),
    istiods: known(
      [
        anIstiod(FROM, { proxies: proxies(left) }),
        anIstiod(TO, {
          proxies: proxies(moved),
          counters: known(someCounters({ requested: 3, issued: 3 }), NOW),
        }),
      ],
      NOW,
    ),
    injectors: known([anInjector(FROM), anInjector(TO)], NOW),
    metrics: known(someTraffic(), NOW),
    ...changes,
  });
}

/** 2,000 requests to `shop` of which some failed and three were slow, and as many before the wave. */
export function someTraffic(failed = 1, failedBefore = 1): MetricsFact {
  const seen = {
    requests: received('shop', 2_000, failed),
    durations: [aDuration('shop', 2_000, 3)],
  };
  const fact = aFact({
    now: seen,
    before: { ...seen, requests: received('shop', 2_000, failedBefore) },
  });
  const gateway = [RELEASED_AT - 100_000 - WINDOW_MS, RELEASED_AT - 100_000];
  const scraped = (at: number) => ({
    'shop/cart-1': at,
    'shop/cart-2': at,
    'ingress/gateway-1': at,
  });
  const snapshots = [...fact.snapshots, ...gateway.map((at) => aSnapshot(at, { scraped: {} }))];
  return {
    ...fact,
    snapshots: snapshots
      .map((one) => ({ ...one, scraped: scraped(one.at) }))
      .sort((a, b) => a.at - b.at),
  };
}

/** A look at a rollout that process 7 drives. */
export function aReportInput(changes: Partial<Omit<ReportInput, 'decision'>> = {}): ReportInput {
  const record = changes.record ?? aReportRecord();
  const observation = changes.observation ?? aReportObservation();
  return {
    environment: {
      name: 'dev',
      cluster: 'lab',
      versions: { [FROM]: '1.30.3', [TO]: '1.31.0' },
    },
    started: true,
    driver: { held: true, message: 'process 7 on build-1, seen 2 s ago' },
    now: NOW,
    ...changes,
    record,
    observation,
    decision: plan({ observation, record, now: changes.now ?? NOW }),
  };
}

/** The explanation of what is known to be there. */
export function explained(input: ReportInput, name: string | null): RolloutExplanation {
  const result = explainRollout(input, name);
  if (!result.ok) throw new Error(`nothing of that name among ${result.names.join(', ')}`);
  return result.explanation;
}
