import { admitCommand } from '../../../../lib/rollout/commands/admit-command';
import { commandToken } from '../../../../lib/rollout/commands/command-token';
import type { CommandTarget, CommandType } from '../../../../lib/rollout/commands/command';
import { unknown } from '../../../../lib/rollout/fact';
import type { Observation } from '../../../../lib/rollout/observation';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import type { RolloutSpec } from '../../../../lib/rollout/rollout-spec';
import { SimCluster } from '../../../../lib/simulate/sim-cluster';
import type { SimConditions } from '../../../../lib/simulate/sim-state';
import { namedVersions, startOfSpec, usual } from '../../../../lib/simulate/start-of-spec';
import { PATCH, SMALL } from '../../../support/every-write';
import { ledBy, ledCluster } from '../../../support/led-rollouts';
import { FROM, TO } from '../../../support/rollout-builders';
import { ALL_KINDS, simClusterOf } from '../../../support/sim-cluster-of';
import { besides, toldSteps, type Told } from '../../../support/told-steps';

const NAMES = ['a', 'b', 'c'];
const PATCHED: RolloutSpec = { ...SMALL, ...PATCH };
/** Steps after which somebody says something. */
const PATIENCE = 8;
const EDGE = SMALL.waves[0]!;

/** The last wave, and the removal, wait for somebody. */
const ASKED: RolloutSpec = {
  ...SMALL,
  approvalSeconds: 30,
  removal: 'approve',
  waves: SMALL.waves.map((wave, index) => (index === 2 ? { ...wave, approval: true } : wave)),
};

/** A rollout that the fact of a cluster makes what it is, from the release of a wave on. */
function struck(spec: RolloutSpec, wave: number, conditions: Partial<SimConditions>): Told {
  const cluster = simClusterOf(NAMES, {
    from: spec.from,
    to: spec.to,
    versions: namedVersions(spec),
  });
  const onStep = (record: RolloutRecord | null) => {
    if ((record?.released ?? 0) >= wave) Object.assign(cluster.conditions, conditions);
  };
  return { spec, cluster, onStep };
}

/** The same, from the hand-over on. */
function handingOver(conditions: Partial<SimConditions>): Told {
  const cluster = simClusterOf(NAMES);
  const onStep = (record: RolloutRecord | null) => {
    if (record?.phase === 'handing-over') Object.assign(cluster.conditions, conditions);
  };
  return { spec: SMALL, cluster, onStep };
}

/** A fact that cannot be read for a while, in each phase once. */
function blind(fact: keyof Observation): Told {
  const seen = new Map<string, number>();
  return {
    spec: SMALL,
    cluster: simClusterOf(NAMES),
    observe: (truth, record) => {
      const place = record === null ? '' : placeOf(record);
      const looks = (seen.get(place) ?? 0) + 1;
      seen.set(place, looks);
      const isBlind = record !== null && looks > 1 && looks < 5;
      return isBlind ? { ...truth, [fact]: unknown(`${fact}: 503`, truth.at) } : truth;
    },
  };
}

function placeOf({ phase, released, paused }: RolloutRecord): string {
  return `${phase} ${released}${paused === null ? '' : ' paused'}`;
}

/** What people say once the rollout has been at a place, such as `moving 2`, for a few steps. */
function steered(
  spec: RolloutSpec,
  said: Readonly<Record<string, readonly (readonly [CommandType, Partial<CommandTarget>?])[]>>,
): Told {
  const cluster = simClusterOf(NAMES);
  const seen = new Map<string, number>();
  const onStep = (record: RolloutRecord | null) => {
    const place = record === null ? '' : placeOf(record);
    const steps = (seen.get(place) ?? 0) + 1;
    seen.set(place, steps);
    if (record === null || steps !== PATIENCE) return;
    const { store, now: at } = cluster.state;
    for (const [type, { wave = null, gate = null } = {}] of said[place] ?? []) {
      const token = commandToken(record, { wave, gate });
      const request = { type, token, by: 'ann', at, reason: 'it has to be' };
      const admitted = admitCommand(store.record!, request);
      if (!admitted.ok) throw new Error(admitted.problem);
      store.record = admitted.record;
      store.version += 1;
    }
  };
  return { spec, cluster, onStep };
}

/** One that users feel. */
function felt(harm: 'errors' | 'slow' | 'silence' | 'outage'): Told {
  const spec: RolloutSpec = {
    ...SMALL,
    soakSeconds: 600,
    metrics: { maxErrorShare: 0.01, patienceSeconds: 120 },
  };
  const cluster = SimCluster.start(startOfSpec(spec, usual(1)), 1_700_000_000_000);
  const onStep = (record: RolloutRecord | null) => {
    if ((record?.released ?? 0) < 2) return;
    if (harm === 'outage') cluster.stopPrometheus(true);
    else if (cluster.conditions.harms.length === 0)
      cluster.conditions.harms.push({
        what: harm,
        namespace: 'a',
        revision: TO,
        share: harm === 'silence' ? 0.97 : 0.1,
        afterMs: 0,
      });
  };
  return { spec, cluster, onStep };
}

const TOLD: readonly (readonly [string, () => Told])[] = [
  [
    'with workloads of every kind',
    () => ({ spec: SMALL, cluster: simClusterOf(NAMES, { workloads: ALL_KINDS }) }),
  ],
  ['by revision tags', () => ({ spec: { ...SMALL, mode: 'tag' }, cluster: simClusterOf(NAMES) })],
  ['of a patch', () => struck(PATCHED, 9, {})],
  [
    'that keeps the old revision',
    () => ({
      spec: { ...SMALL, removal: 'keep', default: 'keep', restartFrom: false },
      cluster: simClusterOf(NAMES),
    }),
  ],
  [
    'whose pods do not get ready',
    () => struck(SMALL, 3, { neverReady: { namespace: 'c', revision: TO } }),
  ],
  [
    'of which one wave goes back',
    () =>
      struck({ ...SMALL, rollback: 'wave' }, 3, { neverReady: { namespace: 'c', revision: TO } }),
  ],
  [
    'by revision tags that goes back',
    () => struck({ ...SMALL, mode: 'tag' }, 3, { neverReady: { namespace: 'c', revision: TO } }),
  ],
  [
    'of a patch that goes back',
    () => struck(PATCHED, 3, { neverReady: { namespace: 'c', revision: PATCHED.to } }),
  ],
  [
    'whose configuration is refused',
    () => struck(SMALL, 2, { rejecting: { namespace: 'a', revision: TO } }),
  ],
  ['whose new istiod has another root', () => struck(SMALL, 2, { otherRoot: TO })],
  ['whose new istiod never comes', () => struck(SMALL, 0, { istiodDown: [TO] })],
  ['whose new istiod goes while it hands over', () => handingOver({ istiodDown: [TO] })],
  ['whose new istiod goes', () => struck(SMALL, 2, { istiodDown: [TO] })],
  ['whose old istiod goes', () => struck(SMALL, 2, { istiodDown: [FROM] })],
  ['whose old istiod survives no restart', () => struck(SMALL, 0, { restartFails: [FROM] })],
  ['whose engine fails', () => struck(SMALL, 2, { engineFails: true })],
  ['whose quota is full', () => struck(SMALL, 2, { quotaFull: ['a', 'b', 'c'] })],
  [
    'whose label somebody takes',
    () => {
      const told = struck(SMALL, 2, {});
      const onStep = (record: RolloutRecord | null) => {
        if (record?.released === 2) told.cluster.labelByHand('a', FROM);
      };
      return { ...told, onStep };
    },
  ],
  [
    'whose tags somebody moves',
    () => {
      const told = struck({ ...SMALL, mode: 'tag' }, 2, {});
      const onStep = (record: RolloutRecord | null) => {
        if (record?.released === 2 && record.phase === 'moving')
          told.cluster.moveTag('canary', FROM);
      };
      return { ...told, onStep };
    },
  ],
  [
    'in which a namespace comes late, and one goes',
    () => {
      const cluster = simClusterOf(NAMES);
      const onStep = (record: RolloutRecord | null) => {
        const isThere = cluster.namespaces.some(({ name }) => name === 'late');
        if (record?.released !== 2 || isThere) return;
        cluster.deleteNamespace('b');
        const workload = {
          kind: 'Deployment',
          name: 'app',
          replicas: 2,
          templateRev: null,
        } as const;
        const labels = { 'istio.io/rev': FROM };
        cluster.createNamespace({ name: 'late', labels, workloads: [workload] });
      };
      return { spec: SMALL, cluster, onStep };
    },
  ],
  [
    'whose tags are somebody else’s',
    () => ({ spec: SMALL, cluster: simClusterOf(NAMES, { foreign: ['default', 'validator'] }) }),
  ],
  [
    'in which a single workload leads',
    () => ({
      spec: {
        ...SMALL,
        waves: [EDGE, { name: 'app-first', workloads: [ledBy('app')] }, ...SMALL.waves.slice(1)],
      },
      cluster: ledCluster(NAMES),
    }),
  ],
  ['that nobody approves', () => steered(ASKED, {})],
  [
    'that people let go on',
    () =>
      steered(ASKED, {
        'moving 2': [['approve', { wave: 'rest' }]],
        'moving 3': [['pause']],
        'moving 3 paused': [['resume']],
        'removing 3': [['approve', { wave: 'removal' }]],
      }),
  ],
  ['that stays paused', () => steered(ASKED, { 'moving 1': [['pause']] })],
  ['that a person takes back', () => steered(SMALL, { 'moving 4': [['rollback']] })],
  [
    'that a person takes back while it is kept',
    () => steered(SMALL, { 'retaining 5': [['rollback']] }),
  ],
  [
    'that a person takes back while it hands over',
    () => steered(SMALL, { 'handing-over 5': [['rollback']] }),
  ],
  ...(
    [
      'namespaces',
      'workloads',
      'pods',
      'istiods',
      'injectors',
      'pointers',
      'pinned',
      'revisionObjects',
      'roots',
      'peerAuthentications',
      'capacity',
      'admission',
      'handOver',
    ] as const
  ).map((fact) => [`that cannot read ${fact} for a while`, () => blind(fact)] as const),
  ['whose users see errors', () => felt('errors')],
  ['whose users wait', () => felt('slow')],
  ['whose users go', () => felt('silence')],
  ['whose Prometheus goes', () => felt('outage')],
];

describe('what an operator is told of a rollout', () => {
  const well = () => toldSteps({ spec: SMALL, cluster: simClusterOf(NAMES) });
  const news = besides(well);

  it('that ends well', () => {
    expect(well().join('\n')).toMatchSnapshot();
  });

  it.each(TOLD)('%s, beside that', (_, story) => {
    expect(news(story())).toMatchSnapshot();
  });
});
