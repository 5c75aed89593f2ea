import type { Action } from '../../../../lib/rollout/action';
import { known, unknown } from '../../../../lib/rollout/fact';
import { adoptionIsNeutral } from '../../../../lib/rollout/invariants/adoption-is-neutral';
import { labelsStay } from '../../../../lib/rollout/invariants/labels-stay';
import { noInjectionGap } from '../../../../lib/rollout/invariants/no-injection-gap';
import type { FrozenPlan, RolloutRecord } from '../../../../lib/rollout/record';
import { AT, aNamespace, aRecord, aWorkload, FROM, TO } from '../../../support/rollout-builders';
import { wrongOf, type Row } from '../../../support/wrong-of';

const blind = unknown<never>('503', AT);
const planned = (changes: Partial<FrozenPlan>, others: Partial<RolloutRecord> = {}) =>
  aRecord({ plan: { ...aRecord().plan, ...changes }, ...others });
const shop = { name: 'shop', uid: 'uid-shop', original: { rev: FROM, injection: null } };
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
const adopt: Extract<Action, { type: 'adopt' }> = {
  type: 'adopt',
  target: shop,
  revision: FROM,
  seen: { rev: FROM, injection: null },
  reason: 'it is due',
};
const apply: Action = { type: 'apply', expect: [], refresh: false, reason: 'it is due' };
const PATCH = { from: `${FROM}@1.30.3`, to: `${FROM}@1.30.4` };
const patch = planned(PATCH);
const istiod = aWorkload({ namespace: 'istio-system', name: `istiod-${FROM}` });
const proving = aRecord({ phase: 'proving', released: 0, proof: 'stamp' });
const istiodRestart = { ...restart, namespace: 'istio-system', name: istiod.name, stamp: 'stamp' };

const ROWS: readonly Row[] = [
  [
    'an adoption in the dark',
    adoptionIsNeutral,
    { actions: [adopt], seen: { injectors: blind } },
    'shop is adopted although injectors are unknown',
  ],
  [
    'an adoption of what another injects',
    adoptionIsNeutral,
    { actions: [{ ...adopt, seen: { rev: TO, injection: null } }] },
    `shop is adopted although ${FROM} does not inject it`,
  ],
  [
    'an adoption by a tag that is absent',
    adoptionIsNeutral,
    { actions: [{ ...adopt, revision: 'web' }] },
    `shop is adopted although revision tag web: absent, it belongs on ${FROM}`,
  ],
  ['an adoption as it is', adoptionIsNeutral, { actions: [adopt] }, null],
  ['a patch that labels', labelsStay, { before: patch, actions: [adopt] }, 'adopt: it is due'],
  [
    'a patch that returns a label',
    labelsStay,
    {
      before: patch,
      actions: [{ type: 'relabel', target: shop, revision: FROM, seen: TO, reason: 'why' }],
    },
    'relabel: why',
  ],
  [
    'a patch that gives labels back',
    labelsStay,
    { before: patch, actions: [{ type: 'restore', target: shop, reason: 'why' }] },
    'restore: why',
  ],
  [
    'a patch that moves a tag',
    labelsStay,
    {
      before: patch,
      actions: [{ type: 'retag', tag: 'web', revision: FROM, seen: TO, reason: 'why' }],
    },
    'retag: why',
  ],
  [
    'a patch that is to label',
    labelsStay,
    {
      before: patch,
      after: {
        owned: { ...patch.owned, namespaces: [{ name: 'shop', uid: 'uid-shop', revision: TO }] },
      },
    },
    `shop is to be labelled ${TO}`,
  ],
  [
    'a patch that restarts',
    labelsStay,
    { before: planned(PATCH, { released: 0 }), actions: [restart] },
    null,
  ],
  ['a move that labels', labelsStay, { actions: [adopt] }, null],
  [
    'a restart while injectors are unknown',
    noInjectionGap,
    { actions: [restart], seen: { injectors: blind } },
    'restart although the injectors are unknown',
  ],
  [
    'a restart where nothing injects',
    noInjectionGap,
    { actions: [restart], seen: { namespaces: known([aNamespace({ labels: {} })], AT) } },
    'restart although no injection label',
  ],
  [
    'a restart where nothing is known of the namespace',
    noInjectionGap,
    { actions: [restart], seen: { namespaces: blind } },
    'restart although no injection label',
  ],
  [
    'a restart of what carries the label itself',
    noInjectionGap,
    {
      actions: [restart],
      seen: {
        namespaces: known([aNamespace({ labels: {} })], AT),
        workloads: known([aWorkload({ templateRev: TO })], AT),
      },
    },
    null,
  ],
  [
    'a restart of another that carries the label',
    noInjectionGap,
    {
      actions: [restart],
      seen: {
        namespaces: known([aNamespace({ labels: {} })], AT),
        workloads: known([aWorkload({ uid: 'other', templateRev: TO })], AT),
      },
    },
    'restart although no injection label',
  ],
  [
    'an eviction of what carries the label itself',
    noInjectionGap,
    {
      actions: [{ ...evict, uid: 'uid-cart' }],
      seen: {
        namespaces: known([aNamespace({ labels: {} })], AT),
        workloads: known([aWorkload({ templateRev: TO })], AT),
      },
    },
    'evict although no injection label',
  ],
  ['a restart of an istiod', noInjectionGap, { before: proving, actions: [istiodRestart] }, null],
  [
    'what makes no pod',
    noInjectionGap,
    {
      actions: [apply, { type: 'cleanup', revision: FROM, objects: [], reason: '' }],
      seen: { injectors: blind },
    },
    null,
  ],
];

describe('an invariant says what is wrong with', () => {
  it.each(ROWS)('%s', (_, invariant, step, wrong) => {
    expect(wrongOf(invariant, step)).toBe(wrong);
  });
});
