import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import type { Invariant, RolloutStep } from './invariant';

/** Fail safe: what could not be read moves nothing forward, and removes nothing. */
export const unknownNeverAdvances: Invariant = {
  rule: 'S7',
  name: 'nothing unknown lets a rollout advance',
  check,
};

type FactName = Exclude<keyof Observation, 'at'>;

/** Facts that a step must have known, if it was taken. */
type Needed = readonly [boolean, readonly FactName[]];

const MEMBERS: readonly FactName[] = ['namespaces', 'workloads', 'pods'];

function check({ before, observation, decision }: RolloutStep): string | null {
  const { record } = decision;
  const isEntered = (phase: RolloutRecord['phase']) =>
    record.phase === phase && before.phase !== phase;
  const isNext = before.released > 0 && record.released > before.released;
  const hasRemoved = record.retired.includes(record.plan.from);
  const felt: readonly FactName[] = record.plan.metrics === null ? [] : ['metrics'];
  const needed: Needed[] = [
    [
      before.phase === 'proving' && isEntered('adopting'),
      ['istiods', 'injectors', 'roots', 'admission', ...MEMBERS],
    ],
    [isNext || isEntered('retaining'), felt],
    [isNext, ['istiods', ...MEMBERS]],
    [record.released > before.released, ['admission']],
    [isEntered('retaining') || isEntered('removing'), ['istiods', ...MEMBERS]],
    [isEntered('removing') && record.plan.default === 'move', ['pointers']],
    [
      record.retired.length > before.retired.length,
      ['istiods', 'injectors', 'pointers', 'pinned', 'revisionObjects', ...MEMBERS],
    ],
    [isEntered('rolled-back') && before.released > 0, MEMBERS],
    [isEntered('done'), ['istiods']],
    [isEntered('done') && hasRemoved, ['injectors', 'revisionObjects']],
  ];
  const missing = needed.flatMap(([applies, facts]) =>
    applies ? facts.filter((fact) => observation[fact]?.known !== true) : [],
  );
  return missing.length === 0 ? null : `advanced without ${missing.join(', ')}`;
}
