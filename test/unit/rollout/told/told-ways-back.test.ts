import { unknown } from '../../../../lib/rollout/fact';
import type { Observation } from '../../../../lib/rollout/observation';
import type { Phase } from '../../../../lib/rollout/phase';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import type { RolloutSpec } from '../../../../lib/rollout/rollout-spec';
import type { SimCluster } from '../../../../lib/simulate/sim-cluster';
import { namedVersions } from '../../../../lib/simulate/start-of-spec';
import { PATCH, SMALL } from '../../../support/every-write';
import { FROM, TO } from '../../../support/rollout-builders';
import { simClusterOf } from '../../../support/sim-cluster-of';
import { besides, toldSteps, type Told } from '../../../support/told-steps';

/** A rollout whose last wave never gets ready, so that everything goes back. */
function goingBack(changes: Partial<RolloutSpec> = {}): Told & { readonly cluster: SimCluster } {
  const spec = { ...SMALL, ...changes };
  const cluster = simClusterOf(['a', 'b', 'c'], { ...spec, versions: namedVersions(spec) });
  cluster.conditions.neverReady = { namespace: 'c', revision: spec.to };
  return { spec, cluster };
}

/** Something that happens on the way back, before each of its steps. */
function struck(told: ReturnType<typeof goingBack>, strike: (cluster: SimCluster) => void): Told {
  const onStep = (record: RolloutRecord | null) => {
    if (record?.phase === 'rolling-back') strike(told.cluster);
  };
  return { ...told, onStep };
}

/** A fact that cannot be read on the way back, for some looks or for ever. */
function blind(told: Told, fact: keyof Observation, looks = 5): Told {
  let seen = 0;
  return {
    ...told,
    observe: (truth, record) => {
      if (record?.phase !== 'rolling-back') return truth;
      seen += 1;
      return seen > looks ? truth : { ...truth, [fact]: unknown(`${fact}: 503`, truth.at) };
    },
  };
}

/** A rollout that ends well, with something that happens once in a phase of its end. */
function endingWell(phase: Phase, strike: (cluster: SimCluster) => void, once = true): Told {
  const cluster = simClusterOf(['a', 'b', 'c']);
  let isStruck = false;
  const onStep = (record: RolloutRecord | null) => {
    if (record?.phase !== phase || (once && isStruck)) return;
    isStruck = true;
    strike(cluster);
  };
  return { spec: SMALL, cluster, onStep };
}

const FACTS = ['namespaces', 'workloads', 'pods', 'istiods', 'injectors', 'roots'] as const;
const unlabel = (cluster: SimCluster) => {
  cluster.labelByHand('a', null);
};
const take = (cluster: SimCluster) => {
  cluster.labelByHand('a', FROM);
};

const WAYS_BACK: readonly (readonly [string, () => Told])[] = [
  ...FACTS.map(
    (fact) => [`that cannot read ${fact} for a while`, () => blind(goingBack(), fact)] as const,
  ),
  ...FACTS.map(
    (fact) => [`that cannot read ${fact} any more`, () => blind(goingBack(), fact, 9999)] as const,
  ),
  [
    'by tags that cannot read injectors for a while',
    () => blind(goingBack({ mode: 'tag' }), 'injectors'),
  ],
  [
    'by tags that cannot read pointers for a while',
    () => blind(goingBack({ mode: 'tag' }), 'pointers'),
  ],
  ['of a patch that cannot read istiods for a while', () => blind(goingBack(PATCH), 'istiods')],
  ['of a patch that cannot read istiods any more', () => blind(goingBack(PATCH), 'istiods', 9999)],
  [
    'without an old istiod',
    () =>
      struck(goingBack(), ({ conditions }) => {
        conditions.istiodDown = [FROM];
      }),
  ],
  [
    'without the new istiod',
    () =>
      struck(goingBack(), ({ conditions }) => {
        conditions.istiodDown = [TO];
      }),
  ],
  [
    'with another root',
    () =>
      struck(goingBack(), ({ conditions }) => {
        conditions.otherRoot = FROM;
      }),
  ],
  [
    'without the engine',
    () =>
      struck(goingBack(), ({ conditions }) => {
        conditions.engineFails = true;
      }),
  ],
  [
    'of a patch without the engine',
    () =>
      struck(goingBack(PATCH), ({ conditions }) => {
        conditions.engineFails = true;
      }),
  ],
  [
    'on which nothing gets ready either',
    () =>
      struck(goingBack(), ({ conditions }) => {
        conditions.neverReady = { namespace: 'b', revision: FROM };
      }),
  ],
  ['on which a label is taken', () => struck(goingBack(), take)],
  [
    'on which somebody holds a label on the new revision',
    () =>
      struck(goingBack(), (cluster) => {
        cluster.labelByHand('b', TO);
      }),
  ],
  [
    'on which a namespace is deleted',
    () =>
      struck(goingBack(), (cluster) => {
        cluster.deleteNamespace('b');
      }),
  ],
  [
    'by tags, one of which is deleted',
    () =>
      struck(goingBack({ mode: 'tag' }), (cluster) => {
        cluster.deleteTag('rest');
      }),
  ],
];

const ENDS: readonly (readonly [string, () => Told])[] = [
  ['a label is removed while the old revision is kept', () => endingWell('retaining', unlabel)],
  [
    'a label is removed over and over while the old revision is kept',
    () => endingWell('retaining', unlabel, false),
  ],
  ['a label is taken while the old revision is kept', () => endingWell('retaining', take)],
  ['a label is removed while it is handed over', () => endingWell('handing-over', unlabel)],
  ['a label is removed before the removal', () => endingWell('removing', unlabel)],
  [
    'a label is removed over and over before the removal',
    () => endingWell('removing', unlabel, false),
  ],
  ['a label is taken before the removal', () => endingWell('removing', take)],
  [
    'pods break before the removal',
    () =>
      endingWell('removing', (cluster) => {
        cluster.breakPods('a', TO);
      }),
  ],
  [
    'a tag is moved back while it is handed over',
    () =>
      endingWell(
        'handing-over',
        (cluster) => {
          cluster.moveTag('default', FROM);
        },
        false,
      ),
  ],
  [
    'the engine fails while it is handed over',
    () =>
      endingWell(
        'handing-over',
        ({ conditions }) => {
          conditions.engineFails = true;
        },
        false,
      ),
  ],
  [
    'the engine fails when the old revision goes',
    () =>
      endingWell(
        'removing',
        ({ conditions }) => {
          conditions.engineFails = true;
        },
        false,
      ),
  ],
];

describe('what an operator is told', () => {
  const news = besides(() => [
    ...toldSteps({ spec: SMALL, cluster: simClusterOf(['a', 'b', 'c']) }),
    ...toldSteps(goingBack()),
  ]);

  it.each(WAYS_BACK)('of a way back %s, beside one that ends well', (_, story) => {
    expect(news(story())).toMatchSnapshot();
  });

  it.each(ENDS)('where %s, beside an end without that', (_, story) => {
    expect(news(story())).toMatchSnapshot();
  });
});
