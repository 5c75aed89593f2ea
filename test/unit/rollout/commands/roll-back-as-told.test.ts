import { rollBackAsTold } from '../../../../lib/rollout/commands/roll-back-as-told';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { aGatewayWave, aNamespaceWave, aRecord, AT, FROM } from '../../../support/rollout-builders';

const waves = [aGatewayWave(), aNamespaceWave('web', ['shop'])];

const told = (changes: Partial<RolloutRecord> = {}, reason = 'it is slow') =>
  rollBackAsTold(
    aRecord({ plan: { ...aRecord().plan, waves, rollback: 'wave' }, released: 2, ...changes }),
    {
      id: 1,
      type: 'rollback',
      target: { plan: 'h', attempt: 1, wave: null, gate: null },
      by: 'ann',
      at: AT - 1,
      reason,
    },
    AT,
  );

describe('a rollback that a person asked for', () => {
  it('takes everything back, and says who asked for it, why, and at which wave', () => {
    expect(told()?.record).toMatchObject({
      phase: 'rolling-back',
      kept: 0,
      since: AT,
      failure: {
        gate: 'command',
        wave: 'web',
        namespace: '',
        subject: 'ann',
        value: 'rollback',
        message: 'ann asked for the rollback: it is slow',
        at: AT,
      },
    });
    expect(told()?.actions).toEqual([]);
  });

  it('says no reason where none was given, and no wave before the first', () => {
    const failure = told({ released: 0 }, '')?.record.failure;
    expect(failure).toMatchObject({ wave: '', message: 'ann asked for the rollback' });
  });

  it('does nothing on the way back, or where there is none any more', () => {
    expect(told({ phase: 'rolling-back' })).toBeNull();
    expect(told({ phase: 'removing', retired: [FROM] })).toBeNull();
  });
});
