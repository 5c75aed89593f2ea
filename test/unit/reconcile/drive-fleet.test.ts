import type { RolloutOutcome } from '../../../lib/reconcile/drive-rollout';
import { driveFleet, type FleetMember } from '../../../lib/reconcile/drive-fleet';
import { RolloutError } from '../../../lib/reconcile/rollout-error';
import { aRecord } from '../../support/rollout-builders';

function outcome(kind: RolloutOutcome['outcome']): RolloutOutcome {
  return { outcome: kind, message: kind, record: aRecord() };
}

/** A cluster whose rollout ends in these ways, one run after the other. */
function member(name: string, ...ends: (RolloutOutcome['outcome'] | Error)[]) {
  const runs = [...ends];
  const notes: string[] = [];
  const drive = jest.fn(() => {
    const end = runs.shift() ?? 'done';
    return end instanceof Error ? Promise.reject(end) : Promise.resolve(outcome(end));
  });
  const note = (message: string) => notes.push(message);
  return { name, drive, note, notes } satisfies FleetMember & { notes: string[] };
}

/** One that goes on until it is let go. */
function busy(name: string) {
  let letGo: () => void = () => undefined;
  const going = new Promise<void>((resolve) => (letGo = resolve));
  const one = { name, drive: () => going.then(() => outcome('done')), note: () => undefined };
  return {
    one,
    letGo: () => {
      letGo();
    },
  };
}

const idle = { sleep: () => Promise.resolve(), interrupted: () => false };

describe('the rollouts of several clusters', () => {
  it('go on by themselves, and end each in its own way', async () => {
    const ends = await driveFleet([member('a', 'done'), member('b', 'rolled-back')], idle);
    expect(ends).toEqual([
      { name: 'a', outcome: 'done', message: 'done' },
      { name: 'b', outcome: 'rolled-back', message: 'rolled-back' },
    ]);
  });

  it('are tried again where they failed or were blocked, as long as another goes on', async () => {
    const { one, letGo } = busy('b');
    const back = member('a', new Error('connection refused'), 'blocked', 'done');
    const ends = driveFleet([back, one], {
      sleep: async () => {
        await Promise.resolve();
        if (back.drive.mock.calls.length === 2) setImmediate(letGo);
      },
      interrupted: () => false,
    });
    expect(await ends).toEqual([
      { name: 'a', outcome: 'done', message: 'done' },
      { name: 'b', outcome: 'done', message: 'done' },
    ]);
    expect(back.notes).toEqual([
      'connection refused; it is tried again',
      'blocked; it is tried again',
    ]);
  });

  it('end where the last of them failed, with what it said', async () => {
    const gone = member('a', new Error('connection refused'), new Error('connection refused'));
    const ends = await driveFleet([gone], idle);
    expect(ends).toEqual([{ name: 'a', outcome: 'error', message: 'connection refused' }]);
    expect(gone.drive).toHaveBeenCalledTimes(1);
  });

  it('come to their end where one cannot be asked until the others are through', async () => {
    const cutOff = new Error('no answer within 5 s');
    const back = member('a', cutOff, cutOff, cutOff, 'rolled-back');
    const ends = await driveFleet([back, member('b', 'rolled-back')], idle);
    expect(ends.map(({ outcome: end }) => end)).toEqual(['rolled-back', 'rolled-back']);
  });

  it('do not wait for ever for one that stays away', async () => {
    const gone = { ...member('a'), drive: jest.fn(() => Promise.reject(new Error('no route'))) };
    const ends = await driveFleet([gone, member('b', 'done')], idle);
    expect(ends.map(({ outcome: end }) => end)).toEqual(['error', 'done']);
    expect(gone.drive).toHaveBeenCalledTimes(5);
  });

  it('are not waited for where none of them came through', async () => {
    const failed = member('a', new Error('no Prometheus'), new Error('no Prometheus'));
    const ends = await driveFleet([failed, member('b', new Error('no Prometheus'))], idle);
    expect(ends.map(({ outcome: end }) => end)).toEqual(['error', 'error']);
    expect(failed.drive.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it.each([
    [
      'what is wrong with the source',
      new RolloutError('bad-input', 'no such revision', []),
      'bad-input',
    ],
    ['a person who is waited for', 'waiting', 'waiting'],
  ] as const)('are not tried again for %s', async (_, end, expected) => {
    const { one, letGo } = busy('b');
    const stopped = member('a', end);
    const ends = driveFleet([stopped, one], idle);
    await new Promise((resolve) => setImmediate(resolve));
    letGo();
    expect((await ends)[0]?.outcome).toBe(expected);
    expect(stopped.drive).toHaveBeenCalledTimes(1);
  });

  it('are not begun again by a driver that was asked to stop', async () => {
    const { one, letGo } = busy('b');
    const failed = member('a', new Error('interrupted'));
    const ends = driveFleet([failed, one], {
      sleep: () => Promise.resolve(),
      interrupted: () => true,
    });
    letGo();
    expect((await ends)[0]?.outcome).toBe('error');
    expect(failed.drive).toHaveBeenCalledTimes(1);
  });
});
