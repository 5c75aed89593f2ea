import type { Action } from '../../../../lib/rollout/action';
import { known, unknown } from '../../../../lib/rollout/fact';
import { tagsAreKept } from '../../../../lib/rollout/invariants/tags-are-kept';
import { tagsLive } from '../../../../lib/rollout/invariants/tags-live';
import { targetsAreFit } from '../../../../lib/rollout/invariants/targets-are-fit';
import {
  AT,
  aNamespace,
  anIstiod,
  aRecord,
  aWorkload,
  FROM,
  TO,
} from '../../../support/rollout-builders';
import { wrongOf, type Row } from '../../../support/wrong-of';

const blind = unknown<never>('503', AT);
const target = { name: 'shop', uid: 'uid-shop', original: { rev: FROM, injection: null } };
const relabel: Action = { type: 'relabel', target, revision: FROM, seen: TO, reason: '' };
const retag: Action = { type: 'retag', tag: 'web', revision: FROM, seen: TO, reason: '' };
const apply: Action = { type: 'apply', expect: [], refresh: false, reason: '' };
const restart = (name = 'cart', namespace = 'shop'): Action => ({
  type: 'restart',
  kind: 'Deployment',
  namespace,
  name,
  uid: '',
  stamp: '',
  seen: null,
  reason: '',
});
const back = aRecord({ phase: 'rolling-back' });
const { owned } = aRecord();
const withTag = aRecord({ owned: { ...owned, tags: { web: FROM } } });
const labelled = (rev: string) => known([aNamespace({ labels: { 'istio.io/rev': rev } })], AT);
const notReady = known([anIstiod(FROM), anIstiod(TO, { ready: false })], AT);

const ROWS: readonly Row[] = [
  [
    'a tag that leaves in the dark',
    tagsAreKept,
    { before: withTag, after: { owned }, seen: { namespaces: blind } },
    'web left without a look',
  ],
  [
    'a tag that leaves without its workloads',
    tagsAreKept,
    { before: withTag, after: { owned }, seen: { workloads: blind } },
    'web left without a look',
  ],
  [
    'a tag that a namespace has',
    tagsAreKept,
    { before: withTag, after: { owned }, seen: { namespaces: labelled('web') } },
    'web left',
  ],
  [
    'a tag that a workload has',
    tagsAreKept,
    {
      before: withTag,
      after: { owned },
      seen: { workloads: known([aWorkload({ templateRev: 'web' })], AT) },
    },
    'web left',
  ],
  ['a tag that nothing has', tagsAreKept, { before: withTag, after: { owned } }, null],
  ['a tag that stays', tagsAreKept, { before: withTag, seen: { namespaces: blind } }, null],

  [
    'a tag that leads to nothing',
    tagsLive,
    { before: withTag, after: { retired: [FROM] } },
    `web points at ${FROM}`,
  ],
  ['a tag that leads somewhere', tagsLive, { before: withTag }, null],

  [
    'a restart onto what is not ready',
    targetsAreFit,
    { actions: [restart()], seen: { istiods: notReady } },
    `restart although no istiod of ${TO} is ready`,
  ],
  [
    'a label of what is not known',
    targetsAreFit,
    { before: back, actions: [relabel], seen: { istiods: blind } },
    'relabel although 503',
  ],
  [
    'a tag of what is not known',
    targetsAreFit,
    { before: back, actions: [retag], seen: { istiods: blind } },
    'retag although 503',
  ],
  [
    'a restart back',
    targetsAreFit,
    { before: back, actions: [restart()], seen: { istiods: notReady } },
    null,
  ],
  [
    'an engine run back',
    targetsAreFit,
    { before: back, actions: [apply], seen: { istiods: blind } },
    'apply although 503',
  ],
  [
    'an engine run before anything moved',
    targetsAreFit,
    { before: { ...back, released: 0 }, actions: [apply], seen: { istiods: blind } },
    null,
  ],
  [
    'a hand-over',
    targetsAreFit,
    { before: aRecord({ phase: 'handing-over' }), actions: [apply], seen: { istiods: notReady } },
    `apply although no istiod of ${TO} is ready`,
  ],
  [
    'a correction while it hands over',
    targetsAreFit,
    {
      before: aRecord({ phase: 'handing-over' }),
      actions: [{ ...apply, refresh: true }],
      seen: { istiods: notReady },
    },
    null,
  ],
  ['an engine run forward', targetsAreFit, { actions: [apply], seen: { istiods: notReady } }, null],
];

describe('an invariant says what is wrong with', () => {
  it.each(ROWS)('%s', (_, invariant, step, wrong) => {
    expect(wrongOf(invariant, step)).toBe(wrong);
  });
});
