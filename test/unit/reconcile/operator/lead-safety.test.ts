import fc from 'fast-check';
import type { StartTimer } from '../../../../lib/cluster/start-timer';
import {
  LeaseConflictError,
  type LeaseLock,
  type StoredLease,
} from '../../../../lib/cluster/lease-lock';
import { lead } from '../../../../lib/reconcile/operator/lead';
import { VirtualTime } from '../../../support/virtual-time';

/** How requests fare: for how long they are under way, and what becomes of them. */
interface Weather {
  readonly forMs: number;
  readonly thereMs: number;
  readonly backMs: number;
  readonly ends: 'well' | 'refused' | 'answer lost';
}

/** One operator: its clock is off by `offsetMs` and runs at `speed`; it may be killed, or told to stop. */
interface Operator {
  readonly offsetMs: number;
  readonly speed: number;
  readonly startsAtMs: number;
  /** One after the other; then all is well. */
  readonly weather: readonly Weather[];
  /** How long its work goes on after it is told to stop. */
  readonly lingersMs: number;
  readonly ends: { readonly how: 'killed' | 'stopped' | 'stays'; readonly atMs: number };
}

/** Just too short to be given up, or far too long. */
const under = fc.oneof(fc.nat(50), fc.integer({ min: 4_000, max: 5_500 }), fc.nat(30_000));

const weather: fc.Arbitrary<Weather> = fc.record({
  forMs: fc.nat(25_000),
  thereMs: under,
  backMs: under,
  ends: fc.constantFrom<Weather['ends'][]>('well', 'well', 'refused', 'answer lost'),
});

const operator: fc.Arbitrary<Operator> = fc.record({
  offsetMs: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
  speed: fc.double({ min: 0.9, max: 1.1, noNaN: true }),
  startsAtMs: fc.nat(30_000),
  weather: fc.array(fc.oneof(weather, fc.nat(25_000).map(calm)), { maxLength: 8 }),
  lingersMs: fc.nat(30_000),
  ends: fc.record({
    how: fc.constantFrom<Operator['ends']['how'][]>('killed', 'stopped', 'stays'),
    atMs: fc.nat(120_000),
  }),
});

const RUNS = 120;

const WELL = calm(Infinity);

/** What the operators of one run do to each other. */
class World {
  readonly time = new VirtualTime();
  #stored: StoredLease | null = null;
  #version = 0;
  /** Who may act: its work has begun and its signal is not aborted. */
  readonly acting = new Set<number>();
  mostActing = 0;
  terms = 0;

  run(id: number, given: Operator): void {
    const stop = new AbortController();
    let isDead = false;
    const startTimer: StartTimer = (ms, done) =>
      this.time.startTimer(ms / given.speed, () => {
        if (!isDead) done();
      });
    void lead({
      lock: this.#lock(given.weather, () => isDead),
      identity: `operator-${id}`,
      now: () => given.offsetMs + this.time.now * given.speed,
      wallTime: () => new Date(given.offsetMs + this.time.now * given.speed),
      startTimer,
      signal: stop.signal,
      onLead: async (signal) => {
        this.#begin(id);
        await new Promise<void>((resolve) => {
          const aborted = () => {
            this.acting.delete(id);
            startTimer(given.lingersMs, resolve);
          };
          signal.addEventListener('abort', aborted);
        });
      },
      leading: () => undefined,
      api: () => undefined,
      note: () => undefined,
    });
    if (given.ends.how === 'stays') return;
    this.time.startTimer(given.ends.atMs, () => {
      if (given.ends.how === 'stopped') stop.abort();
      else {
        isDead = true;
        this.acting.delete(id);
      }
    });
  }

  #begin(id: number): void {
    this.terms += 1;
    this.acting.add(id);
    this.mostActing = Math.max(this.mostActing, this.acting.size);
  }

  #lock(forecast: readonly Weather[], isDead: () => boolean): LeaseLock {
    const request = <T>(effect: () => T): Promise<T> => {
      const { thereMs, backMs, ends } = at(forecast, this.time.now);
      return new Promise((resolve, reject) => {
        // What a killed process sent before it died still arrives.
        this.time.startTimer(thereMs, () => {
          const answer = ends === 'refused' ? refusal() : attempt(effect);
          this.time.startTimer(backMs, () => {
            if (isDead() || ends === 'answer lost') return;
            if (answer.ok) resolve(answer.value);
            else reject(answer.error);
          });
        });
      });
    };
    return {
      read: () => request(() => this.#stored),
      write: (record, previous) =>
        request(() => {
          if (this.#stored?.version !== previous?.version) throw new LeaseConflictError('changed');
          this.#version += 1;
          this.#stored = { record, version: String(this.#version) };
          return this.#stored;
        }),
    };
  }
}

type Answered<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error };

function attempt<T>(effect: () => T): Answered<T> {
  try {
    return { ok: true, value: effect() };
  } catch (error) {
    return { ok: false, error: error as Error };
  }
}

function refusal(): Answered<never> {
  return { ok: false, error: new Error('503') };
}

function at(forecast: readonly Weather[], now: number): Weather {
  let until = 0;
  for (const next of forecast) {
    until += next.forMs;
    if (now < until) return next;
  }
  return WELL;
}

function calm(forMs: number): Weather {
  return { forMs, thereMs: 5, backMs: 5, ends: 'well' };
}

describe('operators whose clocks disagree, on a network that is slow and loses answers', () => {
  it('never act at the same time, and one that lives leads in the end', async () => {
    let terms = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(operator, { minLength: 2, maxLength: 4 }), async (operators) => {
        const world = new World();
        for (const [id, given] of operators.entries())
          world.time.startTimer(given.startsAtMs, () => {
            world.run(id, given);
          });
        // As long as the weather lasts, then calm for longer than a lease.
        await world.time.pass(320_000);
        terms += world.terms;
        expect(world.mostActing).toBeLessThanOrEqual(1);
        const stays = operators.some(({ ends }) => ends.how === 'stays');
        if (stays) expect(world.acting.size).toBe(1);
      }),
      { numRuns: RUNS },
    );
    // The claim says something only if leading changed hands.
    expect(terms).toBeGreaterThan(RUNS);
  }, 60_000);
});
