import { known, unknown } from '../../lib/rollout/fact';
import type { Observation, PodFact } from '../../lib/rollout/observation';
import type { RolloutRecord } from '../../lib/rollout/record';
import type { ReportInput } from '../../lib/rollout/report/report-input';
import { NOW } from './metrics-builders';
import { aReportObservation, aReportRecord, someTraffic, WAVES } from './report-builders';
import { everywhere } from './report-clusters';
import {
  aNamespace,
  aNamespaceWave,
  anInjector,
  anIstiod,
  aPod,
  asApplied,
  FROM,
  TO,
} from './rollout-builders';

const blind = unknown<never>('503', NOW);
const PATCH = { from: `${FROM}@1.30.3`, to: `${FROM}@1.30.4` };
const OF_PATCH = { ...aReportRecord().plan, ...PATCH, default: 'keep', removal: 'keep' } as const;

const seen = (changes: Partial<Observation>) => ({ observation: aReportObservation(changes) });
const at = (changes: Partial<RolloutRecord>) => ({ record: asApplied(aReportRecord(changes)) });

/** A patch whose first wave has moved, at some place. */
const patch = (changes: Partial<RolloutRecord>): Partial<ReportInput> => ({
  ...at({ plan: OF_PATCH, ...changes }),
  ...seen({ istiods: known([anIstiod(PATCH.to)], NOW), injectors: known([anInjector(FROM)], NOW) }),
});

/** The usual cluster with these pods of `bank`. */
const inBank = (...pods: Partial<PodFact>[]) => {
  const { pods: all } = aReportObservation();
  const own = pods.map((one) => aPod({ namespace: 'bank', revision: FROM, ...one }));
  return seen({ pods: known([...(all.known ? all.value : []), ...own], NOW) });
};

const noticed = (changes: Parameters<typeof aNamespace>[0]) =>
  seen({
    namespaces: known(
      [aNamespace(changes), ...['bank', 'ledger'].map((name) => aNamespace({ name }))],
      NOW,
    ),
  });

const led = [
  WAVES[0]!,
  {
    ...aNamespaceWave('first', ['bank']),
    workloads: [{ kind: 'Deployment' as const, namespace: 'bank', name: 'cart' }],
  },
  WAVES[2]!,
];

const certificates = { 'shop/cart-1': NOW + 7_200_000, 'shop/cart-2': NOW + 3_600_000 };
const traffic = someTraffic();

/** Situations that few meet, each with a namespace of it that somebody may ask for. */
export const RARE_SITUATIONS: readonly (readonly [string, Partial<ReportInput>, string])[] = [
  ['moves a patch', patch({}), 'shop'],
  ['has moved nothing of a patch', patch({ released: 0, progress: [] }), 'shop'],
  ['keeps the way back of a patch open', patch({ phase: 'retaining', released: 3 }), 'bank'],
  ['takes a patch back', patch({ phase: 'rolling-back' }), 'shop'],
  ['has taken a patch back', patch({ phase: 'rolled-back', released: 0 }), 'shop'],
  ['has patched everything', patch({ phase: 'done', released: 3 }), 'shop'],
  [
    'keeps the old revision for good',
    {
      ...at({
        phase: 'retaining',
        released: 3,
        plan: { ...aReportRecord().plan, removal: 'keep' },
      }),
      observation: everywhere(),
    },
    'bank',
  ],
  ['has released every wave', at({ released: 3 }), 'ledger'],
  ['has released nothing', at({ released: 0, progress: [], since: NOW - 1_000 }), 'shop'],
  ['has taken one wave back', at({ phase: 'rolled-back', released: 1, kept: 1 }), 'shop'],
  ['takes one wave back', at({ phase: 'rolling-back', kept: 1 }), 'shop'],
  ['moves a single workload', { ...at({ plan: { ...aReportRecord().plan, waves: led } }) }, 'bank'],
  [
    'moves a single workload beside others',
    {
      ...at({ plan: { ...aReportRecord().plan, waves: led } }),
      ...inBank({ name: 'other-1', workload: { kind: 'Deployment', name: 'other' } }),
    },
    'bank',
  ],
  ['cannot read namespaces', seen({ namespaces: blind }), 'shop'],
  ['cannot read pods', seen({ pods: blind }), 'shop'],
  ['cannot read injectors', seen({ injectors: blind }), 'shop'],
  ['cannot read roots', seen({ roots: blind }), 'shop'],
  [
    'cannot ask an istiod',
    seen({ istiods: known([anIstiod(FROM), anIstiod(TO, { proxies: blind })], NOW) }),
    'shop',
  ],
  [
    'has an old istiod that says no root',
    seen({ istiods: known([anIstiod(FROM, { servedRoot: known(null, NOW) }), anIstiod(TO)], NOW) }),
    'bank',
  ],
  [
    'has an old istiod that cannot be asked for its root',
    seen({ istiods: known([anIstiod(FROM, { servedRoot: blind }), anIstiod(TO)], NOW) }),
    'bank',
  ],
  [
    'has an old istiod that is not ready',
    seen({ istiods: known([anIstiod(FROM, { ready: false }), anIstiod(TO)], NOW) }),
    'bank',
  ],
  [
    'has an old injector without a CA bundle',
    seen({ injectors: known([anInjector(FROM, { caBundle: false }), anInjector(TO)], NOW) }),
    'bank',
  ],
  ['has a label that somebody holds', noticed({ revManagers: ['kubectl', 'helm'] }), 'shop'],
  ['has a namespace without a label', noticed({ labels: {} }), 'shop'],
  [
    'has a namespace that remembers its labels',
    noticed({ annotations: { 'istio-revisions.dev/original': '{"rev":null}' } }),
    'shop',
  ],
  [
    'has pods of every sort',
    inBank(
      { name: 'a', terminating: true },
      { name: 'b', optedOut: true, revision: null },
      { name: 'c', revision: TO },
      { name: 'd', workload: { kind: 'Job', name: 'cron' }, revision: TO },
      { name: 'e', workload: null, revision: TO, ready: false },
      { name: 'f', phase: 'Succeeded' },
      { name: 'g', workload: { kind: 'Job', name: 'cron' } },
    ),
    'bank',
  ],
  [
    'has more pods than are told',
    inBank(...Array.from({ length: 101 }, (_, index) => ({ name: `p${index}`, revision: TO }))),
    'bank',
  ],
  [
    'knows when certificates expire',
    seen({
      metrics: known(
        {
          ...traffic,
          snapshots: traffic.snapshots.map((one) => ({ ...one, certificates })),
        },
        NOW,
      ),
    }),
    'shop',
  ],
  ['has lost a gateway', seen({ workloads: known([], NOW) }), 'shop'],
];
