import type { Action } from '../../../../lib/rollout/action';
import { known, unknown } from '../../../../lib/rollout/fact';
import { labelsLast } from '../../../../lib/rollout/invariants/labels-last';
import { noWayBack } from '../../../../lib/rollout/invariants/no-way-back';
import { removalIsProved } from '../../../../lib/rollout/invariants/removal-is-proved';
import { retiredIsFinal } from '../../../../lib/rollout/invariants/retired-is-final';
import { retryFindsNothing } from '../../../../lib/rollout/invariants/retry-finds-nothing';
import { singleWorkloadsLead } from '../../../../lib/rollout/invariants/single-workloads-lead';
import {
  AT,
  aGatewayWave,
  aNamespaceWave,
  aPod,
  aRecord,
  aTagWave,
  FROM,
  TO,
} from '../../../support/rollout-builders';
import { wrongOf, type Row } from '../../../support/wrong-of';

const blind = unknown<never>('503', AT);
const target = { name: 'shop', uid: 'uid-shop', original: { rev: FROM, injection: null } };
const restore: Action = { type: 'restore', target, reason: '' };
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
const pods = (changes: Parameters<typeof aPod>[0]) => ({ pods: known([aPod(changes)], AT) });
const { owned, plan } = aRecord();
const tagged = aRecord({ plan: { ...plan, waves: [aTagWave('web', ['shop'])] } });
const leading = aRecord({
  plan: {
    ...plan,
    waves: [
      aGatewayWave(),
      {
        ...aNamespaceWave('first', ['shop']),
        workloads: [{ kind: 'Deployment', namespace: 'shop', name: 'cart' }],
      },
      aNamespaceWave('web', ['shop']),
    ],
  },
  released: 2,
});

const ROWS: readonly Row[] = [
  [
    'labels that return before the pods',
    labelsLast,
    { before: back, actions: [restore] },
    `restores although cart-1 is on ${TO}`,
  ],
  [
    'labels that return in the dark',
    labelsLast,
    { before: back, actions: [restore], seen: { pods: blind } },
    'restores although pods are unknown',
  ],
  [
    'labels that return on the way forward',
    labelsLast,
    { actions: [restore], seen: { pods: known([], AT) } },
    'restores although pods are unknown',
  ],
  [
    'labels that return after the pods',
    labelsLast,
    { before: back, actions: [restore], seen: pods({ revision: FROM }) },
    null,
  ],
  [
    'labels that return while pods go',
    labelsLast,
    { before: back, actions: [restore], seen: pods({ terminating: true }) },
    null,
  ],
  [
    'labels that return beside strangers',
    labelsLast,
    { before: back, actions: [restore], seen: pods({ namespace: 'x' }) },
    null,
  ],
  ['labels that stay', labelsLast, { before: back, actions: [relabel] }, null],

  [
    'a label that is written directly',
    noWayBack,
    { actions: [relabel] },
    'a direct relabel in moving',
  ],
  ['a tag that is written directly', noWayBack, { actions: [retag] }, 'a direct retag in moving'],
  [
    'a wave that is taken back',
    noWayBack,
    { after: { released: 0 } },
    `uid-shop belongs on ${FROM} again in moving`,
  ],
  [
    'a gateway that is taken back',
    noWayBack,
    { before: aRecord({ plan: { ...plan, waves: [aGatewayWave()] } }), after: { released: 0 } },
    `ingress/gateway belongs on ${FROM} again in moving`,
  ],
  [
    'a wave of a tag that is taken back',
    noWayBack,
    { before: tagged, after: { released: 0 } },
    `uid-shop belongs on ${FROM} again in moving`,
  ],
  [
    'a rollback',
    noWayBack,
    { after: { phase: 'rolling-back', released: 0 }, actions: [relabel] },
    null,
  ],
  ['what the engine writes', noWayBack, { actions: [apply] }, null],

  [
    'a removal of what is used',
    removalIsProved,
    { after: { retired: [FROM] }, seen: pods({ revision: FROM }) },
    `${FROM}: pods injected by it: shop/cart-1`,
  ],
  [
    'a removal of what may be used',
    removalIsProved,
    { after: { retired: [FROM] }, seen: { pods: blind, pinned: blind } },
    `${FROM}: 503; 503`,
  ],
  ['a removal of what is used by nothing', removalIsProved, { after: { retired: [FROM] } }, null],
  [
    'a removal that was',
    removalIsProved,
    { before: aRecord({ retired: [FROM] }), seen: pods({ revision: FROM }) },
    null,
  ],

  [
    'what comes back',
    retiredIsFinal,
    { before: aRecord({ retired: [FROM] }), after: { retired: [] } },
    `${FROM} came back`,
  ],
  [
    'a way back to what is removed',
    retiredIsFinal,
    { before: aRecord({ retired: [FROM] }), after: { phase: 'rolling-back' } },
    `rolling back to ${FROM}, which is removed`,
  ],
  ['what stays removed', retiredIsFinal, { before: aRecord({ retired: [FROM] }) }, null],
  [
    'a way back to what is there',
    retiredIsFinal,
    { after: { phase: 'rolling-back', retired: ['1-29'] } },
    null,
  ],

  [
    'an end with waves',
    retryFindsNothing,
    { before: back, after: { phase: 'rolled-back' } },
    '1 waves are released, 0 are kept',
  ],
  [
    'an end with restarts',
    retryFindsNothing,
    { before: back, after: { phase: 'rolled-back', released: 0, restarting: { a: AT } } },
    'a is still noted as restarting',
  ],
  [
    'an end with something left',
    retryFindsNothing,
    {
      before: back,
      after: {
        phase: 'rolled-back',
        released: 0,
        owned: { ...owned, namespaces: [{ name: 'shop', uid: 'uid-shop', revision: TO }] },
      },
    },
    `shop belongs on ${TO}`,
  ],
  [
    'an end of a kept wave',
    retryFindsNothing,
    { before: back, after: { phase: 'rolled-back', kept: 1 } },
    null,
  ],
  [
    'an end of everything',
    retryFindsNothing,
    { before: back, after: { phase: 'rolled-back', released: 0 } },
    null,
  ],
  ['an end that was', retryFindsNothing, { before: aRecord({ phase: 'rolled-back' }) }, null],

  [
    'what does not lead',
    singleWorkloadsLead,
    { before: leading, actions: [restart('pay')] },
    'Deployment/shop/pay is restarted',
  ],
  [
    'what leads',
    singleWorkloadsLead,
    { before: leading, actions: [restart(), restart('gateway', 'ingress')] },
    null,
  ],
  [
    'what follows',
    singleWorkloadsLead,
    { before: { ...leading, released: 3 }, actions: [restart('pay')] },
    null,
  ],
  [
    'what is in no wave',
    singleWorkloadsLead,
    { before: { ...leading, released: 3 }, actions: [restart('pay', 'x')] },
    'Deployment/x/pay is restarted',
  ],
  [
    'what goes back',
    singleWorkloadsLead,
    { before: { ...leading, phase: 'rolling-back' }, actions: [restart('pay')] },
    null,
  ],
];

describe('an invariant says what is wrong with', () => {
  it.each(ROWS)('%s', (_, invariant, step, wrong) => {
    expect(wrongOf(invariant, step)).toBe(wrong);
  });
});
