import fc from 'fast-check';
import {
  createWorkQueue,
  type WorkFailure,
  type WorkQueueOptions,
  type WorkResult,
} from '../../../../lib/reconcile/operator/work-queue';
import { VirtualTime } from '../../../support/virtual-time';

const DONE: WorkResult = { type: 'done' };
const FAILED: WorkResult = { type: 'failed', reason: 'no' };

/** A queue whose work takes a second a turn; `results` are what the turns end with, then they are done. */
function open(results: (WorkResult | Error)[] = [], options: Partial<WorkQueueOptions> = {}) {
  const time = new VirtualTime();
  const begun: string[] = [];
  const failures: WorkFailure[] = [];
  const depths: number[] = [];
  const queue = createWorkQueue({
    work: async (key) => {
      begun.push(`${key} ${time.now / 1000}`);
      await new Promise<void>((resolve) => time.startTimer(1_000, resolve));
      const result = results.shift() ?? DONE;
      if (result instanceof Error) throw result;
      return result;
    },
    startTimer: time.startTimer,
    random: () => 1,
    failed: (failure) => failures.push(failure),
    depth: (count) => depths.push(count),
    ...options,
  });
  return { queue, time, begun, failures, depths };
}

describe('the work queue', () => {
  it('works on one key at a time, in the order in which they became due', async () => {
    const { queue, time, begun, depths } = open();
    for (const key of ['a', 'b', 'c', 'b']) queue.add(key);
    await time.pass(10_000);
    expect(begun).toEqual(['a 0', 'b 1', 'c 2']);
    expect(depths).toEqual([1, 0, 1, 2, 1, 0]);
  });

  it('works on as many keys at once as it may, never twice on one', async () => {
    const { queue, time, begun } = open([], { concurrency: 2 });
    for (const key of ['a', 'b', 'c', 'a']) queue.add(key);
    await time.pass(10_000);
    expect(begun).toEqual(['a 0', 'b 0', 'c 1', 'a 1']);
  });

  it('runs once more what was added while it ran, however often', async () => {
    const { queue, time, begun } = open();
    queue.add('a');
    await time.pass(500);
    for (let n = 0; n < 3; n += 1) queue.add('a');
    await time.pass(10_000);
    expect(begun).toEqual(['a 0', 'a 1']);
  });

  it('runs again after the pause that a turn asks for, or when it is added before', async () => {
    const { queue, time, begun } = open([{ type: 'done', requeueAfterMs: 60_000 }]);
    queue.add('a');
    await time.pass(70_000);
    expect(begun).toEqual(['a 0', 'a 61']);
    const second = open([{ type: 'done', requeueAfterMs: 60_000 }]);
    second.queue.add('a');
    await second.time.pass(5_000);
    second.queue.add('a');
    await second.time.pass(100_000);
    expect(second.begun).toEqual(['a 0', 'a 5']);
  });

  it('tries again what failed or threw after longer and longer pauses, until it succeeds', async () => {
    const { queue, time, begun, failures } = open([FAILED, new Error('boom'), FAILED]);
    queue.add('a');
    await time.pass(60_000);
    expect(begun).toEqual(['a 0', 'a 2', 'a 5', 'a 10']);
    expect(failures).toEqual([
      { key: 'a', reason: 'no', failures: 1, afterMs: 1_000 },
      { key: 'a', reason: 'boom', failures: 2, afterMs: 2_000 },
      { key: 'a', reason: 'no', failures: 3, afterMs: 4_000 },
    ]);
    queue.add('a');
    await time.pass(60_000);
    expect(begun.slice(4)).toEqual(['a 60']);
  });

  it('begins with a short pause again once something succeeded', async () => {
    const again: WorkResult = { type: 'done', requeueAfterMs: 0 };
    const { queue, time, failures } = open([FAILED, FAILED, again, FAILED]);
    queue.add('a');
    await time.pass(60_000);
    expect(failures.map(({ afterMs }) => afterMs)).toEqual([1_000, 2_000, 1_000]);
  });

  it('keeps its pause after a failure whatever is added, but for something new', async () => {
    const { queue, time, begun } = open([FAILED, FAILED, FAILED, FAILED, FAILED]);
    queue.add('a');
    await time.pass(6_500);
    expect(begun).toEqual(['a 0', 'a 2', 'a 5']);
    queue.add('a');
    await time.pass(200);
    expect(begun).toHaveLength(3);
    queue.add('a', { reset: true });
    await time.pass(6_000);
    // Its failures are counted from the first, and the pause of before, until 10, says nothing any more.
    expect(begun.slice(3)).toEqual(['a 6.7', 'a 8.7', 'a 11.7']);
  });

  it('runs something new at once after the turn during which it came, though that failed', async () => {
    const { queue, time, begun, failures } = open([FAILED]);
    queue.add('a');
    await time.pass(500);
    queue.add('a', { reset: true });
    await time.pass(500);
    expect(begun).toEqual(['a 0', 'a 1']);
    expect(failures).toEqual([{ key: 'a', reason: 'no', failures: 1, afterMs: null }]);
  });

  it.each(['while it waits its turn', 'while it runs', 'while it is paused'])(
    'forgets a key %s',
    async (when) => {
      const { queue, time, begun } = open([FAILED]);
      queue.add('a');
      if (when === 'while it waits its turn') queue.add('b');
      const key = when === 'while it waits its turn' ? 'b' : 'a';
      await time.pass(when === 'while it is paused' ? 1_500 : 500);
      queue.forget(key);
      await time.pass(1_000);
      const before = begun.length;
      queue.forget('a');
      await time.pass(100_000);
      expect(begun).toHaveLength(before);
      expect(begun).toEqual(['a 0']);
    },
  );

  it('takes a key that was forgotten while it ran and came back for something new', async () => {
    const { queue, time, begun } = open([FAILED]);
    queue.add('a');
    await time.pass(500);
    queue.forget('a');
    queue.add('a');
    await time.pass(10_000);
    expect(begun).toEqual(['a 0', 'a 1']);
  });

  it('stops once what runs has ended, and begins nothing more', async () => {
    const { queue, time, begun, depths } = open([FAILED, FAILED]);
    queue.add('paused');
    await time.pass(1_000);
    queue.add('runs');
    queue.add('waits');
    let stopped = false;
    const stop = queue.stop().then(() => {
      stopped = true;
    });
    queue.add('late');
    await time.pass(999);
    expect(stopped).toBe(false);
    await time.pass(1);
    await stop;
    await time.pass(600_000);
    expect(begun).toEqual(['paused 0', 'runs 1']);
    expect(depths.at(-1)).toBe(0);
    expect(time.waiting).toBe(0);
  });
});

type Op =
  | { readonly op: 'add'; readonly key: string; readonly reset: boolean }
  | { readonly op: 'forget'; readonly key: string }
  | { readonly op: 'pass'; readonly ms: number };

const key = fc.constantFrom('a', 'b', 'c');
const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ op: fc.constant('add' as const), key, reset: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('forget' as const), key }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('pass' as const), ms: fc.nat(5_000) }) },
);
const result: fc.Arbitrary<WorkResult> = fc.oneof(
  fc.constant(DONE),
  fc.constant(FAILED),
  fc.record({ type: fc.constant('done' as const), requeueAfterMs: fc.nat(5_000) }),
);

describe('whatever is added, forgotten and failed', () => {
  it('never runs a key twice at once nor more than it may, and every add is followed by a turn', async () => {
    const results = fc.array(result, { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(op, { maxLength: 40 }),
        results,
        fc.integer({ min: 1, max: 3 }),
        async (ops, ends, concurrency) => {
          const time = new VirtualTime();
          const running = new Set<string>();
          /** Keys with an add that no turn has followed yet. */
          const owed = new Set<string>();
          const queue = createWorkQueue({
            work: async (name) => {
              expect(running).not.toContain(name);
              running.add(name);
              expect(running.size).toBeLessThanOrEqual(concurrency);
              owed.delete(name);
              await new Promise<void>((resolve) => time.startTimer(700, resolve));
              running.delete(name);
              return ends.shift() ?? DONE;
            },
            concurrency,
            startTimer: time.startTimer,
            random: () => 0.5,
            failed: () => undefined,
            depth: (count) => {
              expect(count).toBeGreaterThanOrEqual(0);
            },
          });
          for (const next of ops) {
            if (next.op === 'pass') await time.pass(next.ms);
            else if (next.op === 'forget') {
              queue.forget(next.key);
              owed.delete(next.key);
            } else {
              owed.add(next.key);
              queue.add(next.key, { reset: next.reset });
            }
          }
          await time.pass(3_600_000);
          expect([...owed]).toEqual([]);
          expect(running.size).toBe(0);
          expect(time.waiting).toBe(0);
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);
});
