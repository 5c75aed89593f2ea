import type { Action, Decision } from '../../../lib/rollout/action';
import { wait } from '../../../lib/rollout/decide';
import { HISTORY_RULES, watchHistory } from '../../../lib/rollout/history-rules';
import { INVARIANTS } from '../../../lib/rollout/invariants';
import type { RolloutTick } from '../../../lib/rollout/invariants/history-rule';
import { LIVENESS_RULES } from '../../../lib/rollout/invariants/liveness-rules';
import type { RolloutRecord } from '../../../lib/rollout/record';
import { AT, aNamespaceWave, aRecord } from '../../support/rollout-builders';

const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['pay'])];
const record = (changes: Partial<RolloutRecord> = {}) =>
  aRecord({ plan: { ...aRecord().plan, waves }, ...changes });

/** A decision at a time; without a record it waits. */
function tick(before: RolloutRecord, now: number, changes: Partial<Decision> = {}): RolloutTick {
  return { before, now, decision: { ...wait(before), ...changes } };
}

/** Decisions that lead from each record to the next. */
const path = (...records: RolloutRecord[]) =>
  records
    .slice(1)
    .map((after, index) => tick(records[index]!, AT + index * 1000, { record: after }));

/** The rules that decisions break together. */
const historyViolationsOf = (ticks: readonly RolloutTick[]) => ticks.flatMap(watchHistory());

const restart: Action = {
  type: 'restart',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'cart',
  uid: 'uid',
  stamp: '1-31.1.1',
  seen: null,
  reason: 'it is on 1-30',
};

describe('the rules of a history', () => {
  it('have, with the invariants, a check for every rule of liveness', () => {
    const checked = new Set<string>([...HISTORY_RULES, ...INVARIANTS].map(({ rule }) => rule));
    expect(Object.keys(LIVENESS_RULES).filter((rule) => !checked.has(rule))).toEqual([]);
  });

  it('hold of a rollout that goes on', () => {
    const moved = record({ released: 2 });
    const retaining = record({ released: 2, phase: 'retaining' });
    expect(historyViolationsOf(path(record(), moved, retaining))).toEqual([]);
  });

  it('see an attempt that comes to a place again, or leaves its end', () => {
    const back = record({ phase: 'rolling-back' });
    const done = record({ phase: 'done', released: 2 });
    expect(historyViolationsOf(path(record(), record({ released: 2 }), record()))).toEqual([
      expect.stringMatching(/^L1 .*moving 1 again/),
    ]);
    expect(historyViolationsOf(path(record(), back, record()))).toHaveLength(1);
    expect(historyViolationsOf(path(done, record()))).toEqual([
      expect.stringMatching(/^L1 .*done is left/),
    ]);
    const again = record({ attempt: 2 });
    expect(historyViolationsOf(path(record(), back, again))).toEqual([]);
  });

  it('see a wait that nothing ends', () => {
    // A minute for the next look beside two deadlines of a minute, after the longest wait that was agreed.
    const mostMs = (2 * 60 + 30 + 60) * 1000;
    const one = record();
    const waiting = (ms: number) => [tick(one, AT), tick(one, AT + ms)];
    expect(historyViolationsOf(waiting(mostMs))).toEqual([]);
    expect(historyViolationsOf(waiting(mostMs + 1))).toEqual([expect.stringMatching(/^L2 /)]);
    const stop = { type: 'stop', outcome: 'blocked', message: 'look' } as const;
    expect(
      historyViolationsOf([tick(one, AT), tick(one, AT + mostMs + 1, { next: stop })]),
    ).toEqual([]);
    const anew = { ...one };
    expect(historyViolationsOf([tick(one, AT), tick(anew, AT + mostMs + 1)])).toEqual([]);
  });

  it('see looks, and writes, that are repeated without a pause', () => {
    const one = record();
    const at = (pauseMs: number, changes: Partial<Decision>) =>
      Array.from({ length: 5 }, (_, index) => tick(one, AT + index * pauseMs, changes));
    const hot = { next: { type: 'continue', afterMs: 0 } } as const;
    expect(historyViolationsOf(at(100, hot))).toEqual([expect.stringMatching(/^L6 .*5 looks/)]);
    expect(historyViolationsOf(at(100, {}))).toEqual([]);
    const writes = { actions: [restart] };
    expect(historyViolationsOf(at(100, writes))).toEqual([
      expect.stringMatching(/^L6 .*is repeated/),
    ]);
    expect(historyViolationsOf(at(1000, writes))).toEqual([]);
  });

  it('are told with the decision that breaks them, and one time each', () => {
    const back = record({ phase: 'rolling-back' });
    const there = path(record(), back, record(), back, record());
    const history = watchHistory();
    expect(there.map((one) => history(one).length)).toEqual([0, 1, 0, 0]);
  });
});
