import {
  operatorStatus,
  type OperatorStatus,
} from '../../../../lib/rollout/status/operator-status';
import type { Progress } from '../../../../lib/rollout/status/progress';
import { wholeSource } from '../../../../lib/rollout/status/whole-source';

function statusAfter(...steps: readonly Progress[]): OperatorStatus | null {
  return steps.reduce<OperatorStatus | null>(
    (previous, progress) =>
      operatorStatus({
        previous,
        progress,
        generation: 1,
        version: '1.31.0',
        health: [],
        revisions: [],
        retry: null,
        now: 0,
      }),
    null,
  );
}

const applied = (digest: string): Progress => ({ at: 'applied', digest, settling: false });
const applying = (digest: string): Progress => ({ at: 'applying', digest });

describe('a source is known to be applied as a whole', () => {
  it('once it was', () => {
    expect(wholeSource(statusAfter(applying('a'), applied('a')))?.digest).toBe('a');
    expect(wholeSource(statusAfter(applied('a'), applying('b'), applied('b')))?.digest).toBe('b');
  });

  it.each([
    ['nothing was', []],
    ['it is still being applied', [applying('a')]],
    ['another one was begun, and cut off', [applied('a'), applying('b')]],
  ])('unless %s', (_why, steps) => {
    expect(wholeSource(statusAfter(...steps))).toBeNull();
  });

  it('as long as it is only looked at again', () => {
    expect(wholeSource(statusAfter(applied('a'), { at: 'rendering' }))?.digest).toBe('a');
  });
});
