import { STORIES } from '../../support/every-write';
import { mixedAges, playStale, STALE_KINDS } from '../../support/stale-reads';

describe.each(STORIES)('a rollout that is shown what was: %s', (story) => {
  it('ends as it does on the truth where one kind of fact is old', () => {
    const wrong = STALE_KINDS.flatMap(
      (kind) => playStale(story, `${kind}, 3 looks old`, (one) => (one === kind ? 3 : 0)) ?? [],
    );
    expect(wrong).toEqual([]);
  });

  it('ends so where facts of different ages come together', () => {
    const wrong = [1, 2, 3].flatMap(
      (seed) => playStale(story, `mixed ages, seed ${seed}`, mixedAges(seed, 4)) ?? [],
    );
    expect(wrong).toEqual([]);
  });
});
