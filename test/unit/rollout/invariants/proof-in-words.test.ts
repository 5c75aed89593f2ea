import { known, unknown } from '../../../../lib/rollout/fact';
import { approvedFirst } from '../../../../lib/rollout/invariants/approved-first';
import { commandsAreKept } from '../../../../lib/rollout/invariants/commands-are-kept';
import { evidenceIsNewer } from '../../../../lib/rollout/invariants/evidence-is-newer';
import { fromIsProved } from '../../../../lib/rollout/invariants/from-is-proved';
import { keptForItsTime } from '../../../../lib/rollout/invariants/kept-for-its-time';
import { noHalfWave } from '../../../../lib/rollout/invariants/no-half-wave';
import type { FrozenPlan, RolloutRecord } from '../../../../lib/rollout/record';
import { AT, aNamespaceWave, aPod, aRecord, FROM, TO } from '../../../support/rollout-builders';
import { wrongOf, type Row } from '../../../support/wrong-of';

const blind = unknown<never>('503', AT);
const planned = (changes: Partial<FrozenPlan>, others: Partial<RolloutRecord> = {}) =>
  aRecord({ plan: { ...aRecord().plan, ...changes }, ...others });
const web = aNamespaceWave('web', ['shop']);
const guarded = planned({ waves: [{ ...web, approval: true }] }, { released: 0 });
const approval = (wave: string, gate: string | null = null) => ({
  approvals: [{ wave, gate, by: 'ann', at: AT, reason: '' }],
});
const asked = planned({ removal: 'approve' }, { phase: 'removing' });
const target = { plan: 'h', attempt: 1, wave: null, gate: null };
const said = { type: 'pause', by: 'ann', at: AT, reason: '' } as const;
const command = (id: number) => ({ ...said, id, target });
const proving = aRecord({ phase: 'proving', released: 0, proof: 'stamp' });
const retaining = aRecord({ phase: 'retaining', passingSince: AT - 20_000 });
const onFrom = known([aPod({ revision: FROM })], AT);

const ROWS: readonly Row[] = [
  [
    'a wave without approval',
    approvedFirst,
    { before: guarded, after: { released: 1 } },
    'web moves without approval',
  ],
  [
    'a wave with the approval of another',
    approvedFirst,
    { before: { ...guarded, ...approval('core') }, after: { released: 1 } },
    'web moves without approval',
  ],
  [
    'a wave with approval',
    approvedFirst,
    { before: { ...guarded, ...approval('web') }, after: { released: 1 } },
    null,
  ],
  [
    'a wave that needs none',
    approvedFirst,
    { before: aRecord({ released: 0 }), after: { released: 1 } },
    null,
  ],
  ['a wave that has moved', approvedFirst, { before: { ...guarded, released: 1 } }, null],
  [
    'a wave that goes back',
    approvedFirst,
    { before: guarded, after: { released: 1, phase: 'rolling-back' } },
    null,
  ],
  [
    'a removal without approval',
    approvedFirst,
    { before: asked, after: { retired: [FROM] } },
    `${FROM} is removed without approval`,
  ],
  [
    'a removal with approval',
    approvedFirst,
    { before: { ...asked, ...approval('removal') }, after: { retired: [FROM] } },
    null,
  ],
  ['a removal that was', approvedFirst, { before: { ...asked, retired: [FROM] } }, null],

  [
    'commands that are heeded again',
    commandsAreKept,
    { before: aRecord({ heeded: 2 }), after: { heeded: 1 } },
    'commands are heeded again',
  ],
  [
    'a command that is dropped',
    commandsAreKept,
    { before: aRecord({ commands: [command(1)] }), after: { commands: [] } },
    'commands were added or dropped',
  ],
  [
    'commands that change places',
    commandsAreKept,
    {
      before: aRecord({ commands: [command(1), command(2)] }),
      after: { commands: [command(2), command(1)] },
    },
    'commands were added or dropped',
  ],
  [
    'commands that stay',
    commandsAreKept,
    { before: aRecord({ commands: [command(1), command(12)] }), after: { heeded: 1 } },
    null,
  ],

  [
    'a wave by what was seen before',
    evidenceIsNewer,
    { before: aRecord({ passingSince: AT }), after: { released: 2 } },
    `seen at ${AT}, it passes since ${AT}`,
  ],
  [
    'a wave that does not pass',
    evidenceIsNewer,
    { after: { released: 2 } },
    `seen at ${AT}, it passes since Infinity`,
  ],
  [
    'a window by what was seen before',
    evidenceIsNewer,
    { before: aRecord({ passingSince: AT }), after: { phase: 'retaining' } },
    `seen at ${AT}, it passes since ${AT}`,
  ],
  [
    'a removal by what was seen before',
    evidenceIsNewer,
    { before: aRecord({ since: AT, passingSince: AT - 1 }), after: { phase: 'removing' } },
    `seen at ${AT}, it passes since ${AT}`,
  ],
  [
    'a wave by what was seen since',
    evidenceIsNewer,
    { before: aRecord({ passingSince: AT - 1 }), after: { released: 2 } },
    null,
  ],
  [
    'the first wave',
    evidenceIsNewer,
    { before: aRecord({ released: 0 }), after: { released: 1 } },
    null,
  ],
  ['a window that goes on', evidenceIsNewer, { before: aRecord({ phase: 'retaining' }) }, null],
  ['a removal that goes on', evidenceIsNewer, { before: aRecord({ phase: 'removing' }) }, null],

  [
    'a start without a proof',
    fromIsProved,
    { before: aRecord({ phase: 'installing', released: 0 }), after: { phase: 'adopting' } },
    'adopting straight after installing',
  ],
  [
    'a proof without a restart',
    fromIsProved,
    { before: { ...proving, proof: null }, after: { phase: 'adopting' } },
    `${FROM} was not restarted`,
  ],
  [
    'a proof from before its restart',
    fromIsProved,
    { before: { ...proving, since: AT }, after: { phase: 'adopting' } },
    `seen at ${AT}, before its restart`,
  ],
  [
    'a proof that is none',
    fromIsProved,
    { before: proving, after: { phase: 'adopting' }, seen: { istiods: blind } },
    '503',
  ],
  [
    'a start that needs no proof',
    fromIsProved,
    {
      before: planned({ restartFrom: false }, { phase: 'installing' }),
      after: { phase: 'adopting' },
    },
    null,
  ],
  [
    'a start that goes back',
    fromIsProved,
    { before: proving, after: { phase: 'rolling-back' }, seen: { istiods: blind } },
    null,
  ],
  [
    'a start that went back',
    fromIsProved,
    { before: proving, after: { phase: 'rolled-back' }, seen: { istiods: blind } },
    null,
  ],
  ['a proof that goes on', fromIsProved, { before: proving, seen: { istiods: blind } }, null],
  ['what was proved before', fromIsProved, { seen: { istiods: blind } }, null],

  [
    'a removal without a window',
    keptForItsTime,
    { after: { phase: 'removing' } },
    'removing straight after moving',
  ],
  [
    'an end without a window',
    keptForItsTime,
    { after: { phase: 'done' } },
    'done straight after moving',
  ],
  [
    'a window that is too short',
    keptForItsTime,
    { before: { ...retaining, passingSince: AT - 19_999 }, after: { phase: 'handing-over' } },
    'kept for 19999 ms of 20 s',
  ],
  [
    'a window that does not pass',
    keptForItsTime,
    {
      before: { ...retaining, passingSince: null, retainedMs: 20_000 },
      after: { phase: 'handing-over' },
    },
    'kept for 20000 ms of 20 s',
  ],
  [
    'a window in two parts',
    keptForItsTime,
    {
      before: { ...retaining, passingSince: AT - 5_000, retainedMs: 15_000 },
      after: { phase: 'handing-over' },
    },
    null,
  ],
  [
    'a window that is over',
    keptForItsTime,
    { before: retaining, after: { phase: 'removing' } },
    null,
  ],
  [
    'what comes after it',
    keptForItsTime,
    { before: aRecord({ phase: 'handing-over' }), after: { phase: 'removing' } },
    null,
  ],

  [
    'a wave of which a half moved',
    noHalfWave,
    { after: { released: 2 }, seen: { pods: onFrom } },
    `shop/cart-1 is not on ${TO}`,
  ],
  [
    'a last wave of which a half moved',
    noHalfWave,
    { after: { phase: 'retaining' }, seen: { pods: onFrom } },
    `shop/cart-1 is not on ${TO}`,
  ],
  [
    'a wave that cannot be read',
    noHalfWave,
    { after: { released: 2 }, seen: { pods: blind } },
    'wave web is left although 503',
  ],
  [
    'a wave whose old pods are going',
    noHalfWave,
    {
      after: { released: 2 },
      seen: { pods: known([aPod({ revision: FROM, terminating: true })], AT) },
    },
    null,
  ],
  [
    'a wave that somebody answered for',
    noHalfWave,
    {
      before: aRecord(approval('web', 'injection')),
      after: { released: 2 },
      seen: { pods: onFrom },
    },
    null,
  ],
  [
    'a wave that somebody approved',
    noHalfWave,
    { before: aRecord(approval('web')), after: { released: 2 }, seen: { pods: onFrom } },
    `shop/cart-1 is not on ${TO}`,
  ],
  ['a wave that goes on', noHalfWave, { seen: { pods: onFrom } }, null],
  [
    'the first wave of all',
    noHalfWave,
    { before: aRecord({ released: 0 }), after: { released: 1 }, seen: { pods: onFrom } },
    null,
  ],
];

describe('an invariant says what is wrong with', () => {
  it.each(ROWS)('%s', (_, invariant, step, wrong) => {
    expect(wrongOf(invariant, step)).toBe(wrong);
  });
});
