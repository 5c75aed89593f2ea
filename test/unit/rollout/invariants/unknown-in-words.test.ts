import type { Action } from '../../../../lib/rollout/action';
import { unknown } from '../../../../lib/rollout/fact';
import { unknownNeverAdvances } from '../../../../lib/rollout/invariants/unknown-never-advances';
import { unknownNeverTurnsBack } from '../../../../lib/rollout/invariants/unknown-never-turns-back';
import { waitsAreNamed } from '../../../../lib/rollout/invariants/waits-are-named';
import type { FrozenPlan, RolloutRecord } from '../../../../lib/rollout/record';
import { AT, aRecord, FROM } from '../../../support/rollout-builders';
import { wrongOf, type Row } from '../../../support/wrong-of';

const blind = unknown<never>('503', AT);
const planned = (changes: Partial<FrozenPlan>, others: Partial<RolloutRecord> = {}) =>
  aRecord({ plan: { ...aRecord().plan, ...changes }, ...others });
const proving = aRecord({ phase: 'proving', released: 0, proof: 'stamp' });
const retaining = aRecord({ phase: 'retaining', passingSince: AT - 20_000 });
const failure = (gate: string) => ({
  gate,
  wave: 'web',
  namespace: '',
  subject: '',
  value: '',
  message: '',
  at: AT,
});
const passing = aRecord({ passingSince: AT - 10_000 });

const apply: Action = { type: 'apply', expect: [], refresh: false, reason: '' };
const ROWS: readonly Row[] = [
  [
    'a step without a look',
    unknownNeverAdvances,
    { after: { released: 2 }, seen: { istiods: blind, pods: blind, admission: null } },
    'advanced without istiods, pods, admission',
  ],
  [
    'a step without metrics',
    unknownNeverAdvances,
    { before: planned({ metrics: {} as never }), after: { released: 2 } },
    'advanced without metrics',
  ],
  [
    'an end without metrics',
    unknownNeverAdvances,
    { before: planned({ metrics: {} as never }), after: { phase: 'retaining' } },
    'advanced without metrics',
  ],
  [
    'a first wave without admission',
    unknownNeverAdvances,
    {
      before: aRecord({ released: 0 }),
      after: { released: 1 },
      seen: { admission: null, istiods: blind },
    },
    'advanced without admission',
  ],
  [
    'a start without a look',
    unknownNeverAdvances,
    {
      before: proving,
      after: { phase: 'adopting' },
      seen: {
        istiods: blind,
        injectors: blind,
        roots: blind,
        admission: null,
        namespaces: blind,
        workloads: blind,
        pods: blind,
      },
    },
    'advanced without istiods, injectors, roots, admission, namespaces, workloads, pods',
  ],
  [
    'a start that was not proved',
    unknownNeverAdvances,
    {
      before: aRecord({ phase: 'installing', released: 0 }),
      after: { phase: 'adopting' },
      seen: { roots: blind },
    },
    null,
  ],
  [
    'a window without a look',
    unknownNeverAdvances,
    { after: { phase: 'retaining' }, seen: { istiods: blind, workloads: blind } },
    'advanced without istiods, workloads',
  ],
  [
    'a hand-over without a look',
    unknownNeverAdvances,
    { before: retaining, after: { phase: 'removing' }, seen: { pods: blind, pointers: blind } },
    'advanced without pods, pointers',
  ],
  [
    'an end that hands nothing over',
    unknownNeverAdvances,
    {
      before: { ...retaining, plan: { ...retaining.plan, default: 'keep' } },
      after: { phase: 'removing' },
      seen: { pointers: blind },
    },
    null,
  ],
  [
    'a removal without a look',
    unknownNeverAdvances,
    {
      before: aRecord({ phase: 'removing' }),
      after: { retired: [FROM] },
      seen: {
        istiods: blind,
        injectors: blind,
        pointers: blind,
        pinned: blind,
        revisionObjects: blind,
      },
    },
    'advanced without istiods, injectors, pointers, pinned, revisionObjects',
  ],
  [
    'a way back without a look',
    unknownNeverAdvances,
    {
      before: aRecord({ phase: 'rolling-back' }),
      after: { phase: 'rolled-back' },
      seen: { namespaces: blind, workloads: blind, pods: blind },
    },
    'advanced without namespaces, workloads, pods',
  ],
  [
    'a way back of nothing',
    unknownNeverAdvances,
    {
      before: aRecord({ phase: 'rolling-back', released: 0 }),
      after: { phase: 'rolled-back' },
      seen: { pods: blind },
    },
    null,
  ],
  [
    'an end without a look',
    unknownNeverAdvances,
    {
      before: aRecord({ phase: 'removing', retired: [FROM] }),
      after: { phase: 'done' },
      seen: { istiods: blind, injectors: blind, revisionObjects: blind },
    },
    'advanced without istiods, injectors, revisionObjects',
  ],
  [
    'an end that removes nothing',
    unknownNeverAdvances,
    {
      before: aRecord({ phase: 'removing' }),
      after: { phase: 'done' },
      seen: { injectors: blind },
    },
    null,
  ],

  [
    'a way back for what was not seen',
    unknownNeverTurnsBack,
    {
      after: { phase: 'rolling-back', failure: failure('proxies') },
      seen: { istiods: blind, pods: blind },
    },
    'turned back without istiods, pods',
  ],
  [
    'a way back for a count that was not seen',
    unknownNeverTurnsBack,
    { after: { phase: 'rolling-back', failure: failure('count-orders') } },
    'turned back without metrics',
  ],
  [
    'a way back for what needs no look',
    unknownNeverTurnsBack,
    { after: { phase: 'rolling-back', failure: failure('command') }, seen: { pods: blind } },
    null,
  ],
  [
    'a way back that goes on',
    unknownNeverTurnsBack,
    {
      before: aRecord({ phase: 'rolling-back' }),
      after: { failure: failure('proxies') },
      seen: { istiods: blind },
    },
    null,
  ],

  [
    'an end without a word',
    waitsAreNamed,
    { next: { type: 'stop', outcome: 'blocked', message: '' } },
    'it stops without a word',
  ],
  [
    'an end with a word',
    waitsAreNamed,
    { next: { type: 'stop', outcome: 'blocked', message: 'look' } },
    null,
  ],
  ['a wait for nothing', waitsAreNamed, {}, 'moving waits for nothing that it names'],
  ['a soak', waitsAreNamed, { before: passing }, null],
  ['a wait for a newer look', waitsAreNamed, { before: aRecord({ since: AT }) }, null],
  ['a step', waitsAreNamed, { after: {} }, null],
  ['an action', waitsAreNamed, { actions: [apply] }, null],
];

describe('an invariant says what is wrong with', () => {
  it.each(ROWS)('%s', (_, invariant, step, wrong) => {
    expect(wrongOf(invariant, step)).toBe(wrong);
  });
});
