import { statusEvent } from '../../../../lib/rollout/events/status-event';
import { operatorStatus, type StatusInput } from '../../../../lib/rollout/status/operator-status';
import { aStatusInput, failing, HEALTHY } from '../../../support/status-builders';

const of = (changes: Partial<StatusInput> = {}) => operatorStatus(aStatusInput(changes));
const good = of();
const bad = of({ progress: failing('Forbidden', 'cannot patch') });

describe('the Event of a status', () => {
  it('tells that all is well when that begins, and not again', () => {
    expect(statusEvent(null, good)).toEqual({
      type: 'Normal',
      reason: 'Ready',
      action: 'Reconcile',
      note: 'Istio 1.31.0 is ready',
    });
    expect(statusEvent(good, good)).toBeNull();
  });

  it('tells trouble by its reason each time, so that it is counted', () => {
    const told = {
      type: 'Warning',
      reason: 'Forbidden',
      action: 'Reconcile',
      note: 'cannot patch; let the account do this, and apply again',
    };
    expect(statusEvent(good, bad)).toEqual(told);
    expect(statusEvent(bad, bad)).toEqual(told);
  });

  it('tells a long trouble to its end, which is where the missing right stands', () => {
    const long = `${'user "operator" '.repeat(30)}cannot create roles`;
    const status = of({ progress: failing('Forbidden', long) });
    expect(status.message).not.toContain('cannot create roles');
    expect(statusEvent(good, status)?.note).toContain('cannot create roles; let the account do');
  });

  it('tells that what is applied is not healthy', () => {
    const health = [{ ...HEALTHY[0]!, status: 'False', message: '0 of 1' } as const];
    expect(statusEvent(good, of({ health }))).toMatchObject({
      type: 'Warning',
      reason: 'NotHealthy',
      note: 'DeploymentAvailable: 0 of 1',
    });
  });

  it('tells recovery, also where the steps on the way were written in between', () => {
    const told = {
      type: 'Normal',
      reason: 'Recovered',
      action: 'Reconcile',
      note: 'Istio 1.31.0 is ready, after Forbidden',
    };
    expect(statusEvent(bad, good)).toEqual(told);
    const trying = of({ previous: bad, generation: 2, progress: { at: 'rendering' } });
    expect(statusEvent(trying, of({ previous: trying, generation: 2 }))).toEqual(told);
  });

  it('tells that other objects were applied though it was ready before', () => {
    const progress = { at: 'applied', digest: 'f'.repeat(64), settling: false } as const;
    const changed = of({ previous: good, progress });
    expect(statusEvent(good, changed)).toMatchObject({ reason: 'Ready' });
  });

  it.each([
    [{ at: 'paused', message: 'paused' }, 'Paused', 'Pause'],
    [{ at: 'deleting', message: 'in use' }, 'Deleting', 'Delete'],
  ] as const)('tells once of %o', (progress, reason, action) => {
    const status = of({ previous: good, progress });
    const told = { type: 'Normal', reason, action, note: progress.message };
    expect(statusEvent(good, status)).toEqual(told);
    expect(statusEvent(status, status)).toBeNull();
  });

  it.each([{ at: 'seen' }, { at: 'rendering' }, { at: 'applying', digest: 'x' }] as const)(
    'says nothing of %o, which the status alone tells',
    (progress) => {
      expect(statusEvent(good, of({ previous: good, progress }))).toBeNull();
    },
  );
});
