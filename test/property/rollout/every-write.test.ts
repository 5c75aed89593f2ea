import { asKind, judge, OUTCOMES, SMALL, TALES, tell } from '../../support/every-write';
import { WRITE_FAULTS } from '../../support/sim-play';

/** Every so many requests one is struck here; all of them, and pairs of them, in the long tests. */
const STRIDE = 13;

describe.each(TALES)('a rollout of which one request goes wrong: %s, %s', (story, kind) => {
  const spec = asKind(SMALL, kind);
  const sound = tell(spec, story);

  it('ends by itself without a fault', () => {
    expect([sound.outcome, sound.broken]).toEqual([OUTCOMES[story], []]);
  });

  it.each(WRITE_FAULTS)('ends as it does without it, and breaks no rule: %s', (fault) => {
    const from = WRITE_FAULTS.indexOf(fault);
    const indexes = sound.writes.map((_, index) => index).filter((i) => i % STRIDE === from);
    const wrong = indexes.flatMap((index) => {
      const faults = `${fault} at ${index} (${sound.writes[index] ?? ''})`;
      const told = tell(spec, story, (i) => (i === index ? fault : null));
      return judge(story, faults, sound, told) ?? [];
    });
    expect(wrong).toEqual([]);
  });
});
