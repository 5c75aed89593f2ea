import type { Action } from '../../../../lib/rollout/action';
import { unknown } from '../../../../lib/rollout/fact';
import { handedOverInTurn } from '../../../../lib/rollout/invariants/handed-over-in-turn';
import { onlyItsOwnGoes } from '../../../../lib/rollout/invariants/only-its-own-goes';
import { pausedIsQuiet } from '../../../../lib/rollout/invariants/paused-is-quiet';
import { rollbackDominates } from '../../../../lib/rollout/invariants/rollback-dominates';
import { terminalIsQuiet } from '../../../../lib/rollout/invariants/terminal-is-quiet';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { AT, aRecord, FROM, TO } from '../../../support/rollout-builders';
import { wrongOf, type Row } from '../../../support/wrong-of';

const blind = unknown<never>('503', AT);
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
const handing = aRecord({ phase: 'handing-over', handed: [] });
const own = `ConfigMap istio-system/istio-${FROM}`;

const stop = { type: 'stop', outcome: 'done', message: '' } as const;

const ROWS: readonly Row[] = [
  [
    'what is handed over too early',
    handedOverInTurn,
    { after: { handed: ['validator'] } },
    'validator is handed over in moving',
  ],
  [
    'two that are handed over',
    handedOverInTurn,
    { before: handing, after: { handed: ['validator', 'prod'] } },
    'validator, prod are handed over at once',
  ],
  [
    'one that takes the place of another',
    handedOverInTurn,
    { before: { ...handing, handed: ['prod'] }, after: { handed: ['validator', 'prod'] } },
    'prod are handed over at once',
  ],
  [
    'the first that is handed over',
    handedOverInTurn,
    { before: handing, after: { handed: ['validator'] } },
    null,
  ],
  [
    'what waits for the one before',
    handedOverInTurn,
    {
      before: { ...handing, handed: ['validator'] },
      after: { handed: ['validator', 'prod'] },
      seen: { pointers: blind },
    },
    '503',
  ],
  [
    'an end before the last is proved',
    handedOverInTurn,
    {
      before: { ...handing, handed: ['validator'] },
      after: { phase: 'removing' },
      seen: { pointers: blind },
    },
    '503',
  ],
  [
    'an end without removal before the last is proved',
    handedOverInTurn,
    {
      before: { ...handing, handed: ['validator'] },
      after: { phase: 'done' },
      seen: { pointers: blind },
    },
    '503',
  ],
  [
    'a way back before the last is proved',
    handedOverInTurn,
    {
      before: { ...handing, handed: ['validator'] },
      after: { phase: 'rolling-back' },
      seen: { pointers: blind },
    },
    null,
  ],
  [
    'what several share',
    onlyItsOwnGoes,
    { after: { removed: ['ConfigMap istio-system/istio'] } },
    `ConfigMap istio-system/istio would go with ${FROM}`,
  ],
  [
    'what is deleted and shared',
    onlyItsOwnGoes,
    {
      after: { retired: [FROM] },
      actions: [
        {
          type: 'cleanup',
          revision: FROM,
          objects: [own, 'Service istio-system/istiod'],
          reason: '',
        },
      ],
    },
    `Service istio-system/istiod would go with ${FROM}`,
  ],
  [
    'what goes too early',
    onlyItsOwnGoes,
    { actions: [{ type: 'cleanup', revision: FROM, objects: [own, own], reason: '' }] },
    `${own}, ${own} would go before ${FROM} is retired`,
  ],
  [
    'what is its own',
    onlyItsOwnGoes,
    {
      after: { removed: [own], retired: [FROM] },
      actions: [{ type: 'cleanup', revision: FROM, objects: [own], reason: '' }],
    },
    null,
  ],
  [
    'what was noted before',
    onlyItsOwnGoes,
    { before: aRecord({ removed: ['ConfigMap istio-system/istio'] }) },
    null,
  ],
  [
    'an end that acts',
    terminalIsQuiet,
    { before: aRecord({ phase: 'done' }), actions: [apply] },
    'done goes on',
  ],
  [
    'an end that goes on looking',
    terminalIsQuiet,
    { before: aRecord({ phase: 'rolled-back' }) },
    'rolled-back goes on',
  ],
  [
    'an end that acts and stops',
    terminalIsQuiet,
    { before: aRecord({ phase: 'done' }), actions: [apply], next: stop },
    'done goes on',
  ],
  [
    'an end that is written anew',
    terminalIsQuiet,
    { before: aRecord({ phase: 'done' }), after: {}, next: stop },
    'done goes on',
  ],
  ['an end', terminalIsQuiet, { before: aRecord({ phase: 'rolled-back' }), next: stop }, null],
  ['what has not ended', terminalIsQuiet, { actions: [apply] }, null],
  [
    'a pause in which something is written',
    pausedIsQuiet,
    { after: { paused: { by: 'ann', at: AT, reason: '' } }, actions: [restart] },
    'restart: it is due',
  ],
  [
    'a pause in which a wave is released',
    pausedIsQuiet,
    {
      before: aRecord({ released: 0 }),
      after: { released: 1, paused: { by: 'ann', at: AT, reason: '' } },
    },
    'it moves on',
  ],
  [
    'a pause in which a phase begins',
    pausedIsQuiet,
    { after: { phase: 'retaining', paused: { by: 'ann', at: AT, reason: '' } } },
    'it moves on',
  ],
  [
    'a pause in which nothing is done',
    pausedIsQuiet,
    { after: { paused: { by: 'ann', at: AT, reason: '' } } },
    null,
  ],
  [
    'a pause on the way back',
    pausedIsQuiet,
    {
      after: { phase: 'rolling-back', paused: { by: 'ann', at: AT, reason: '' } },
      actions: [restart],
    },
    null,
  ],
  ['a rollback that is not begun', rollbackDominates, { before: asked() }, 'it stays moving'],
  [
    'a rollback that is begun',
    rollbackDominates,
    { before: asked(), after: { phase: 'rolling-back' } },
    null,
  ],
  ['a rollback that was heeded', rollbackDominates, { before: { ...asked(), heeded: 1 } }, null],
  [
    'a rollback of another attempt',
    rollbackDominates,
    { before: { ...asked(), attempt: 2 } },
    null,
  ],
  [
    'a rollback of what is over',
    rollbackDominates,
    { before: { ...asked(), phase: 'done' } },
    null,
  ],
  [
    'a rollback that is over at once',
    rollbackDominates,
    { before: asked(), after: { phase: 'rolled-back' } },
    null,
  ],
  [
    'a rollback to what is removed',
    rollbackDominates,
    { before: { ...asked(), retired: [FROM] } },
    null,
  ],
];

/** One whose rollback somebody asked for. */
function asked(): RolloutRecord {
  const target = { plan: 'h', attempt: 1, wave: null, gate: null };
  return aRecord({
    commands: [{ id: 1, type: 'rollback', target, by: 'ann', at: AT, reason: '' }],
  });
}

describe('an invariant says what is wrong with', () => {
  it.each(ROWS)('%s', (_, invariant, step, wrong) => {
    expect(wrongOf(invariant, step)).toBe(wrong);
  });
});
