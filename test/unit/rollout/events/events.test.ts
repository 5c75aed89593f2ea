import fc from 'fast-check';
import { cutNote, eventKey, eventName } from '../../../../lib/rollout/events/cluster-event';
import { newEvent, oneMore } from '../../../../lib/rollout/events/decide-event';
import { fullBudget, isFull, refill } from '../../../../lib/rollout/events/event-budget';
import { event, subject } from '../../../support/event-builders';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;

/** What becomes of new Events, each with another note, at these times. */
function tell(times: readonly number[]): string[] {
  let budget = fullBudget(times[0] ?? NOW);
  return times.map((now, index) => {
    const decision = newEvent(subject, { ...event, note: String(index) }, budget, now);
    budget = decision.budget;
    return decision.type;
  });
}

describe('the same, told again', () => {
  const series = { name: 'x', count: 4, lastAt: NOW };

  it('within ten minutes is one more of the series', () => {
    const later = NOW + 10 * MINUTE;
    expect(oneMore(series, later)).toEqual({ name: 'x', count: 5, lastAt: later });
  });

  it('after ten minutes is none', () => {
    expect(oneMore(series, NOW + 10 * MINUTE + 1)).toBeNull();
  });
});

describe('different Events of one object', () => {
  it('are 25 at once, then one every five minutes', () => {
    expect(tell(Array<number>(30).fill(NOW))).toEqual([
      ...Array<string>(25).fill('create'),
      ...Array<string>(5).fill('drop'),
    ]);
    const later = [NOW + 5 * MINUTE - 1, NOW + 5 * MINUTE, NOW + 6 * MINUTE, NOW + 10 * MINUTE];
    expect(tell([...Array<number>(25).fill(NOW), ...later]).slice(25)).toEqual([
      ...['drop', 'create', 'drop', 'create'],
    ]);
  });

  it('never are more than that, whatever the times are and though the clock goes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -3_000, max: 4_000 }), { maxLength: 200 }),
        (steps) => {
          const times = steps.map((_, index) =>
            steps.slice(0, index).reduce((sum, step) => sum + step * 100, NOW),
          );
          const latest = Math.max(NOW, ...times);
          const made = tell(times).filter((type) => type === 'create').length;
          expect(made).toBeLessThanOrEqual(25 + Math.floor((latest - NOW) / (5 * MINUTE)));
        },
      ),
      { seed: 20_261_125 },
    );
  });

  it('are remembered no longer than it takes to be allowed all of them again', () => {
    const used = { left: 0, refilledAt: NOW };
    expect(isFull(refill(used, NOW + 125 * MINUTE - 1))).toBe(false);
    expect(isFull(refill(used, NOW + 125 * MINUTE))).toBe(true);
  });
});

describe('the name of an Event', () => {
  it('is the same for whoever tells the same in the same second', () => {
    const name = eventName(subject, event, NOW);
    expect(newEvent(subject, event, fullBudget(NOW), NOW)).toMatchObject({ type: 'create', name });
    expect(eventName({ ...subject }, { ...event }, NOW + 999)).toBe(name);
  });

  it.each([
    ['of another object', { ...subject, uid: 'u2' }, event, 0],
    ['of another type', subject, { ...event, type: 'Normal' as const }, 0],
    ['for another reason', subject, { ...event, reason: 'Conflict' }, 0],
    ['with another note', subject, { ...event, note: 'b' }, 0],
    ['in another second', subject, event, 1_000],
  ])('%s is another', (_title, of, told, later) => {
    expect(eventName(of, told, NOW + later)).not.toBe(eventName(subject, event, NOW));
  });

  it('sorts by the time it was told first, as "kubectl describe" lists them', () => {
    const times = [0, 1_000, 255_000, 256_000, NOW, NOW + 1_000, 4_294_967_295_000];
    const names = times.map((now, index) =>
      eventName(subject, { ...event, note: String(index) }, now),
    );
    expect([...names].sort()).toEqual(names);
  });

  it('is one that the API server takes, also for the longest name of an object', () => {
    for (const name of ['a', `${'a'.repeat(235)}-.-bcdefghijklmnop`, 'a'.repeat(253)]) {
      const made = eventName({ ...subject, name }, event, 1);
      expect(made.length).toBeLessThanOrEqual(253);
      expect(made).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
    }
  });
});

describe('a note', () => {
  it('that fits stays as it is', () => {
    expect(cutNote('ä'.repeat(512))).toBe('ä'.repeat(512));
  });

  it('is cut to 1 KiB between two characters, with an ellipsis', () => {
    expect(cutNote('x'.repeat(1_025))).toBe(`${'x'.repeat(1_021)}…`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 300, maxLength: 1_500 }), (note) => {
        const cut = cutNote(note);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(1_024);
        expect(cut === note || note.startsWith(cut.slice(0, -1))).toBe(true);
      }),
      { seed: 20_261_125 },
    );
  });

  it('that differs only beyond the cut is the same', () => {
    const long = { ...event, note: 'x'.repeat(2_000) };
    expect(eventKey(subject, long)).toBe(eventKey(subject, { ...long, note: `${long.note}y` }));
  });
});
