import { remainingTime } from '../../../../lib/rollout/report/remaining-time';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { newProgress } from '../../../../lib/rollout/wave-progress';
import { AT, aNamespaceWave, aRecord } from '../../../support/rollout-builders';

/** Two waves that soak for 10 s, with a deadline of 60 s and 20 s in which the old revision is kept. */
const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['bank'])];
const left = (changes: Partial<RolloutRecord>) =>
  remainingTime(aRecord({ plan: { ...aRecord().plan, waves }, since: AT, ...changes }), AT).map(
    ({ earliest, latest }) => [earliest, latest],
  );

describe('the time that is left of a rollout', () => {
  it('is at worst every deadline and at best only what has to pass', () => {
    expect(left({ phase: 'installing', released: 0, progress: [] })).toEqual([
      [20, 60 + 2 * 60 + 2 * (60 + 10)],
      [20 + 20, 60 + 2 * 60 + 2 * (60 + 10) + 20 + 60],
    ]);
  });

  it('takes the fastest wave so far for what a wave takes at best, without its soak', () => {
    const progress = [newProgress(AT - 25_000), newProgress(AT)];
    const three = [...waves, aNamespaceWave('last', ['mail'])];
    const record = aRecord({ plan: { ...aRecord().plan, waves: three }, progress });
    const [moved] = remainingTime({ ...record, released: 2, since: AT }, AT);
    expect(moved).toMatchObject({ earliest: 10 + (15 + 10), latest: 60 + 10 + (60 + 10) });
  });

  it.each<[string, Partial<RolloutRecord>, readonly (readonly number[])[]]>([
    [
      'soaks',
      { passingSince: AT - 4_000 },
      [
        [16, 76],
        [36, 156],
      ],
    ],
    [
      'soaks its last wave',
      { released: 2, passingSince: AT - 4_000 },
      [
        [6, 6],
        [26, 86],
      ],
    ],
    [
      'keeps the old revision',
      { phase: 'retaining', released: 2, passingSince: AT - 5_000, retainedMs: 5_000 },
      [[10, 70]],
    ],
    ['removes it', { phase: 'removing', released: 2, since: AT - 20_000 }, [[0, 40]]],
    ['goes back', { phase: 'rolling-back', since: AT - 70_000 }, [[0, 0]]],
    ['is over', { phase: 'done', released: 2 }, []],
  ])('is what is left while it %s', (_, changes, expected) => {
    expect(left(changes)).toEqual(expected);
  });
});
