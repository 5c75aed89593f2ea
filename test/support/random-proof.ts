import fc from 'fast-check';
import { confusions, goOnFrom } from './arbitrary-state';
import { SMALL } from './every-write';
import { commandSequences, isByPeople } from './random-commands';
import { playRandom } from './random-play';
import { simClusterOf } from './sim-cluster-of';

/** How many runs ended how. */
export type Ends = Record<string, number>;

/**
 * Rollouts to which any sequence of commands happens: no rule breaks, and once nothing happens any more each comes to an end
 * of its own, or says what people have to do. Throws with the shortest sequence that shows otherwise.
 */
export function proveRandom(seed: number, numRuns: number): Ends {
  const begin = simClusterOf(['a', 'b', 'c']);
  const ends: Ends = {};
  const property = fc.property(commandSequences, (commands) => {
    const { outcome, message, broken, record } = playRandom(begin.fork(), SPEC, commands);
    ends[outcome] = (ends[outcome] ?? 0) + 1;
    expect(broken).toEqual([]);
    const isEnd = outcome === 'done' || outcome === 'rolled-back';
    // A label of somebody else stays, and a namespace that is gone cannot be in a plan: both are told.
    const isTold = outcome === 'blocked' || (outcome === 'refused' && record === null);
    expect([isEnd || (isTold && isByPeople(commands)), outcome, message]).toEqual([
      true,
      outcome,
      message,
    ]);
  });
  fc.assert(property, { seed, numRuns });
  return ends;
}

/** From any record and labels that type-check a rollout comes to an end, or stops with a cause, and stays there. */
export function proveConvergence(seed: number, numRuns: number): Ends {
  const begin = simClusterOf(['a', 'b', 'c']);
  const ends: Ends = {};
  const property = fc.property(confusions, (confusion) => {
    const { outcome, message, record } = goOnFrom(begin.fork(), SMALL, confusion);
    ends[outcome] = (ends[outcome] ?? 0) + 1;
    expect(['done', 'rolled-back', 'blocked', 'refused']).toContain(outcome);
    expect(message).not.toBe('');
    // Only a new attempt can be refused.
    if (outcome === 'refused') expect(['done', 'rolled-back']).toContain(record?.phase);
  });
  fc.assert(property, { seed, numRuns });
  return ends;
}

/** A driver that waits for people does not wait long here. */
const SPEC = { ...SMALL, approvalSeconds: 60 };
