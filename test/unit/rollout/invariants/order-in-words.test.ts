import type { Action } from '../../../../lib/rollout/action';
import { known, unknown } from '../../../../lib/rollout/fact';
import { gatewaysLead } from '../../../../lib/rollout/invariants/gateways-lead';
import { oneRevision } from '../../../../lib/rollout/invariants/one-revision';
import { ownershipIsKept } from '../../../../lib/rollout/invariants/ownership-is-kept';
import { planIsFrozen } from '../../../../lib/rollout/invariants/plan-is-frozen';
import { wavesInOrder } from '../../../../lib/rollout/invariants/waves-in-order';
import type { FrozenPlan, RolloutRecord } from '../../../../lib/rollout/record';
import {
  AT,
  aGatewayWave,
  aNamespace,
  aNamespaceWave,
  aPod,
  aRecord,
  asApplied,
  aTagWave,
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
const apply: Action = { type: 'apply', expect: [], refresh: false, reason: 'it is due' };
const web = aNamespaceWave('web', ['shop']);
const late = aNamespace({ name: 'late', labels: { 'istio.io/rev': FROM } });
const withStragglers = (...names: string[]): FrozenPlan => ({
  ...aRecord().plan,
  waves: [web, aNamespaceWave('stragglers', names)],
});
const edge = aGatewayWave();
const edgeLast = planned({ waves: [web, edge] }, { released: 0 });
const movedEdge = planned({ waves: [edge, web] }, { released: 2, phase: 'rolling-back' });

const ROWS: readonly Row[] = [
  [
    'a namespace before a gateway',
    gatewaysLead,
    { before: edgeLast, after: { released: 1 } },
    'web moves before edge',
  ],
  [
    'a gateway as the first',
    gatewaysLead,
    { before: planned({ waves: [edge, web] }, { released: 0 }), after: { released: 1 } },
    null,
  ],
  ['a wave that stays', gatewaysLead, { before: { ...edgeLast, released: 1 } }, null],
  [
    'what was moved before',
    gatewaysLead,
    {
      before: planned({ waves: [aNamespaceWave('moved', ['shop']), edge] }, { released: 0 }),
      after: { released: 1 },
    },
    null,
  ],
  [
    'a gateway that returns first',
    gatewaysLead,
    { before: movedEdge, actions: [apply] },
    `pod shop/cart-1 is injected by ${TO}, it belongs on ${FROM}`,
  ],
  [
    'a gateway that returns after the namespaces',
    gatewaysLead,
    { before: movedEdge, actions: [apply], seen: { pods: known([aPod({ revision: FROM })], AT) } },
    null,
  ],
  [
    'a gateway that is back',
    gatewaysLead,
    { before: asApplied(movedEdge), actions: [apply] },
    null,
  ],
  [
    'a gateway that stays',
    gatewaysLead,
    { before: { ...movedEdge, kept: 1 }, actions: [apply] },
    null,
  ],
  [
    'a way back that takes too long',
    gatewaysLead,
    { before: { ...movedEdge, since: AT - 60_001 }, actions: [apply] },
    null,
  ],
  ['a way back without the engine', gatewaysLead, { before: movedEdge, actions: [restart] }, null],
  [
    'what was handed over',
    gatewaysLead,
    { before: { ...movedEdge, handed: ['validator'] }, actions: [apply] },
    null,
  ],
  [
    'two waves at once',
    wavesInOrder,
    { before: planned({ waves: [web, edge, web] }), after: { released: 3 } },
    '3 waves released at once',
  ],
  [
    'a wave before the one before it passes',
    wavesInOrder,
    { before: planned({ waves: [web, edge] }), after: { released: 2 } },
    'web passed for -1 ms',
  ],
  [
    'an end before the soak',
    wavesInOrder,
    { before: aRecord({ passingSince: AT - 9_999 }), after: { phase: 'retaining' } },
    'web passed for 9999 ms',
  ],
  [
    'an end after the soak',
    wavesInOrder,
    { before: aRecord({ passingSince: AT - 10_000 }), after: { phase: 'retaining' } },
    null,
  ],
  [
    'the first wave',
    wavesInOrder,
    { before: aRecord({ released: 0 }), after: { released: 1 } },
    null,
  ],
  ['what is kept on', wavesInOrder, { before: aRecord({ phase: 'retaining' }), after: {} }, null],
  [
    'a plan that changes',
    planIsFrozen,
    { after: { plan: { ...aRecord().plan, retainSeconds: 1 } } },
    'the agreed plan changed',
  ],
  ['a plan that stays', planIsFrozen, { after: {} }, null],
  [
    'stragglers that change while they move',
    planIsFrozen,
    {
      before: aRecord({ plan: withStragglers('late'), released: 2 }),
      after: { plan: withStragglers() },
    },
    'the wave of stragglers changed while it moves',
  ],
  [
    'stragglers that are found early',
    planIsFrozen,
    { before: aRecord({ released: 0 }), after: { plan: withStragglers('late') } },
    'there are stragglers before every wave is proved',
  ],
  [
    'stragglers that are gone',
    planIsFrozen,
    { before: aRecord({ plan: withStragglers('late') }), after: { plan: aRecord().plan } },
    null,
  ],
  [
    'stragglers in the dark',
    planIsFrozen,
    { after: { plan: withStragglers('late') }, seen: { namespaces: blind } },
    'stragglers were found although nothing could be read',
  ],
  [
    'a straggler that is none',
    planIsFrozen,
    {
      after: { plan: withStragglers('late', 'shop') },
      seen: { namespaces: known([late, aNamespace()], AT) },
    },
    'shop is no straggler',
  ],
  [
    'more stragglers than a wave',
    planIsFrozen,
    {
      after: { plan: withStragglers('late', 'later') },
      seen: { namespaces: known([late, { ...late, name: 'later', uid: 'uid-later' }], AT) },
    },
    '2 stragglers, more than any wave has',
  ],
  [
    'a straggler',
    planIsFrozen,
    { after: { plan: withStragglers('late') }, seen: { namespaces: known([late], AT) } },
    null,
  ],
  [
    'a namespace on a third revision',
    oneRevision,
    {
      before: aRecord({ released: 0 }),
      after: {
        owned: {
          ...aRecord().owned,
          namespaces: [{ name: 'shop', uid: 'uid-shop', revision: '1-29' }],
        },
      },
    },
    'shop belongs on 1-29',
  ],
  [
    'a tag on a third revision',
    oneRevision,
    {
      before: planned({ waves: [aTagWave('web', ['shop'])] }, { released: 0 }),
      after: { owned: { ...aRecord().owned, tags: { web: '1-29' } } },
    },
    'tag web belongs on 1-29',
  ],
  [
    'a namespace that stood on a third',
    oneRevision,
    {
      before: aRecord({
        released: 0,
        owned: {
          ...aRecord().owned,
          namespaces: [{ name: 'shop', uid: 'uid-shop', revision: '1-29' }],
        },
      }),
    },
    null,
  ],
  [
    'a stranger on a third revision',
    oneRevision,
    {
      after: {
        owned: { ...aRecord().owned, namespaces: [{ name: 'x', uid: 'uid-x', revision: '1-29' }] },
      },
    },
    null,
  ],
  [
    'what was ours and is there',
    ownershipIsKept,
    { after: { owned: { ...aRecord().owned, namespaces: [] } } },
    'shop was dropped',
  ],
  [
    'what was ours and may be there',
    ownershipIsKept,
    { after: { owned: { ...aRecord().owned, namespaces: [] } }, seen: { namespaces: blind } },
    'shop was dropped',
  ],
  [
    'what was ours and goes back',
    ownershipIsKept,
    { after: { phase: 'rolling-back', owned: { ...aRecord().owned, namespaces: [] } } },
    'shop was dropped',
  ],
  [
    'what was ours and is gone',
    ownershipIsKept,
    {
      after: { owned: { ...aRecord().owned, namespaces: [] } },
      seen: { namespaces: known([], AT) },
    },
    null,
  ],
];

describe('an invariant says what is wrong with', () => {
  it.each(ROWS)('%s', (_, invariant, step, wrong) => {
    expect(wrongOf(invariant, step)).toBe(wrong);
  });
});
