import type { Action } from '../../../../lib/rollout/action';
import { known, unknown } from '../../../../lib/rollout/fact';
import { istiodFirst } from '../../../../lib/rollout/invariants/istiod-first';
import { oneIstiodStays } from '../../../../lib/rollout/invariants/one-istiod-stays';
import { restartsArePaced } from '../../../../lib/rollout/invariants/restarts-are-paced';
import type { FrozenPlan, RolloutRecord } from '../../../../lib/rollout/record';
import {
  AT,
  anIstiod,
  aPod,
  aRecord,
  aWorkload,
  FROM,
  TO,
} from '../../../support/rollout-builders';
import { wrongOf, type Row } from '../../../support/wrong-of';

const blind = unknown<never>('503', AT);
const planned = (changes: Partial<FrozenPlan>, others: Partial<RolloutRecord> = {}) =>
  aRecord({ plan: { ...aRecord().plan, ...changes }, ...others });
const restart: Extract<Action, { type: 'restart' }> = {
  type: 'restart',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'cart',
  uid: 'uid-cart',
  stamp: `${TO}.1.1`,
  seen: null,
  reason: 'it is due',
};
const evict: Action = {
  type: 'evict',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'cart',
  pod: 'cart-1',
  uid: 'uid-cart-1',
  reason: 'it is due',
};
const apply: Action = { type: 'apply', expect: [], refresh: false, reason: 'it is due' };
const PATCH = { from: `${FROM}@1.30.3`, to: `${FROM}@1.30.4` };
const patch = planned(PATCH);
const istiodPod = aPod({
  namespace: 'istio-system',
  name: `istiod-${FROM}-a`,
  revision: null,
  workload: { kind: 'Deployment', name: `istiod-${FROM}` },
});
const istiod = aWorkload({ namespace: 'istio-system', name: `istiod-${FROM}` });
const proving = aRecord({ phase: 'proving', released: 0, proof: 'stamp' });
const istiodRestart = { ...restart, namespace: 'istio-system', name: istiod.name, stamp: 'stamp' };
const around = { pods: known([istiodPod], AT), workloads: known([istiod], AT) };

const ROWS: readonly Row[] = [
  [
    'a restart that is not noted',
    restartsArePaced,
    { actions: [restart] },
    'Deployment/shop/cart is restarted and not noted',
  ],
  [
    'an eviction that is not noted',
    restartsArePaced,
    { actions: [evict] },
    'Deployment/shop/cart is restarted and not noted',
  ],
  [
    'more workloads than may',
    restartsArePaced,
    {
      before: planned({ restart: { maxWorkloads: 1, maxPods: 9, waived: [] } }),
      after: { restarting: { 'Deployment/shop/cart': AT, 'Deployment/shop/pay': AT } },
      actions: [restart, { ...restart, name: 'pay' }],
      seen: { workloads: known([aWorkload(), aWorkload({ name: 'pay' })], AT) },
    },
    '2 workloads restart at once, 1 may',
  ],
  [
    'more pods than may',
    restartsArePaced,
    {
      before: planned({ restart: { maxWorkloads: 2, maxPods: 2, waived: [] } }),
      after: { restarting: { 'Deployment/shop/cart': AT, 'Deployment/shop/pay': AT } },
      actions: [restart, { ...restart, name: 'pay' }],
      seen: { workloads: known([aWorkload(), aWorkload({ name: 'pay', atOnce: 2 })], AT) },
    },
    '3 pods start at once, 2 may',
  ],
  [
    'as many pods as may',
    restartsArePaced,
    {
      before: planned({ restart: { maxWorkloads: 2, maxPods: 2, waived: [] } }),
      after: { restarting: { 'Deployment/shop/cart': AT, 'Deployment/shop/pay': AT } },
      actions: [restart, { ...restart, name: 'pay' }],
      seen: { workloads: known([aWorkload(), aWorkload({ name: 'pay' })], AT) },
    },
    null,
  ],
  [
    'one beside one under way',
    restartsArePaced,
    {
      before: planned(
        { restart: { maxWorkloads: 1, maxPods: 9, waived: [] } },
        { restarting: { 'Deployment/shop/pay': AT - 60_000 } },
      ),
      after: { restarting: { 'Deployment/shop/cart': AT, 'Deployment/shop/pay': AT } },
      actions: [restart],
      seen: { workloads: known([aWorkload(), aWorkload({ name: 'pay', updated: 0 })], AT) },
    },
    '2 workloads restart at once, 1 may',
  ],
  [
    'one beside one that is late',
    restartsArePaced,
    {
      before: planned(
        { restart: { maxWorkloads: 1, maxPods: 9, waived: [] } },
        { restarting: { 'Deployment/shop/pay': AT - 60_001 } },
      ),
      after: { restarting: { 'Deployment/shop/cart': AT, 'Deployment/shop/pay': AT } },
      actions: [restart],
      seen: { workloads: known([aWorkload(), aWorkload({ name: 'pay', updated: 0 })], AT) },
    },
    null,
  ],
  [
    'an istiod of the old revision',
    restartsArePaced,
    { before: proving, actions: [istiodRestart] },
    null,
  ],
  [
    'an istiod that is not noted',
    oneIstiodStays,
    { before: proving, actions: [{ ...istiodRestart, stamp: 'other' }], seen: around },
    `Deployment/istio-system/istiod-${FROM} is restarted and not noted`,
  ],
  [
    'an istiod in the dark',
    oneIstiodStays,
    { before: proving, actions: [istiodRestart], seen: { istiods: blind } },
    'restarts although 503',
  ],
  [
    'something else than an istiod',
    oneIstiodStays,
    { before: proving, actions: [{ ...restart, stamp: 'stamp' }], seen: around },
    `something else than istiods of ${FROM} is restarted`,
  ],
  [
    'an istiod beside which none stays',
    oneIstiodStays,
    {
      before: proving,
      actions: [istiodRestart],
      seen: { ...around, workloads: known([{ ...istiod, staying: 0 }], AT) },
    },
    `no istiod stays beside istio-system/istiod-${FROM}-a`,
  ],
  [
    'an istiod that is not ready',
    oneIstiodStays,
    {
      before: { ...proving, proof: null },
      after: { proof: 'stamp' },
      actions: [istiodRestart],
      seen: { ...around, istiods: known([anIstiod(FROM, { ready: false })], AT) },
    },
    `istio-system/istiod-${FROM}-a is not ready`,
  ],
  [
    'an istiod that is under way',
    oneIstiodStays,
    {
      before: proving,
      actions: [istiodRestart],
      seen: { ...around, istiods: known([anIstiod(FROM, { ready: false })], AT) },
    },
    null,
  ],
  [
    'an istiod beside another',
    oneIstiodStays,
    { before: proving, actions: [istiodRestart], seen: around },
    null,
  ],
  [
    'no istiod',
    oneIstiodStays,
    { before: proving, actions: [apply], seen: { istiods: blind } },
    null,
  ],
  ['a workload', oneIstiodStays, { actions: [restart], seen: { istiods: blind } }, null],
  [
    'a patch that restarts in the dark',
    istiodFirst,
    { before: patch, actions: [restart], seen: { istiods: blind } },
    'restarts although istiods are unknown',
  ],
  [
    'a patch that restarts before its istiod',
    istiodFirst,
    { before: patch, actions: [restart], seen: { istiods: known([anIstiod(PATCH.from)], AT) } },
    `restarts although istio-system/istiod-${PATCH.from}-a is at ${PATCH.from}`,
  ],
  [
    'a patch that evicts before its istiod',
    istiodFirst,
    { before: patch, actions: [evict], seen: { istiods: known([anIstiod(PATCH.from)], AT) } },
    `restarts although istio-system/istiod-${PATCH.from}-a is at ${PATCH.from}`,
  ],
  [
    'a patch that goes back before its istiod',
    istiodFirst,
    {
      before: { ...patch, phase: 'rolling-back' },
      actions: [restart],
      seen: { istiods: known([anIstiod(PATCH.to)], AT) },
    },
    `restarts although istio-system/istiod-${PATCH.to}-a is at ${PATCH.to}`,
  ],
  [
    'a patch beside an istiod that is not ready',
    istiodFirst,
    {
      before: patch,
      actions: [restart],
      seen: { istiods: known([anIstiod(PATCH.from, { ready: false }), anIstiod(PATCH.to)], AT) },
    },
    null,
  ],
  [
    'a patch beside another revision',
    istiodFirst,
    {
      before: patch,
      actions: [restart],
      seen: { istiods: known([anIstiod('1-29@1.29.1'), anIstiod(PATCH.to)], AT) },
    },
    null,
  ],
  [
    'a patch that writes',
    istiodFirst,
    { before: patch, actions: [apply], seen: { istiods: blind } },
    null,
  ],
  ['another revision', istiodFirst, { actions: [restart] }, null],
];

describe('an invariant says what is wrong with', () => {
  it.each(ROWS)('%s', (_, invariant, step, wrong) => {
    expect(wrongOf(invariant, step)).toBe(wrong);
  });
});
