import { healthSeconds, moveSeconds } from '../../../../lib/rollout/report/measured-waves';
import { newProgress } from '../../../../lib/rollout/wave-progress';
import { aNamespaceWave, aRecord, AT } from '../../../support/rollout-builders';

const waves = ['a', 'b', 'c'].map((name) => aNamespaceWave(name, [name]));

/** Waves that were released so many seconds after the first, and were well so many seconds later. */
const measured = (...times: readonly (readonly [number, number | null])[]) =>
  aRecord({
    plan: { ...aRecord().plan, waves },
    progress: times.map(([released, well]) => ({
      ...newProgress(AT + released * 1000),
      healthySince: well === null ? null : AT + (released + well) * 1000,
    })),
  });

describe('how long waves took', () => {
  it('is from one release to the next, without the soak', () => {
    expect(moveSeconds(measured([0, null], [25, null], [32, null]))).toEqual([15, 0]);
    expect(moveSeconds(measured([0, null]))).toEqual([]);
  });

  it('to get well is together what those took that would go back, in whole seconds', () => {
    const record = measured([0, 5], [20, 7.4], [40, null]);
    expect(healthSeconds(record)).toBe(12);
    expect(healthSeconds({ ...record, kept: 1 })).toBe(7);
    expect(healthSeconds({ ...record, kept: 2 })).toBeNull();
    expect(healthSeconds(measured([0, -3], [10, 2]))).toBe(2);
  });
});
