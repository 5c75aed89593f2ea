import { peerTurnedBack } from '../../../../lib/rollout/fleet/peer-turned-back';
import { retentionHold } from '../../../../lib/rollout/fleet/retention-hold';
import { unknown } from '../../../../lib/rollout/fact';
import { plan } from '../../../../lib/rollout/plan';
import { aCluster, aFleetRecord, aPeer, seeing } from '../../../support/fleet-builders';
import { anObservation, AT } from '../../../support/rollout-builders';

const BEGAN = { at: AT - 9000, attempt: 1, from: '', to: 'installing', reason: '', by: '' };
const RECORD = aFleetRecord({ history: [BEGAN] });
const BACK = aPeer({ phase: 'rolling-back', turnedBack: { at: AT - 5, reason: 'not ready' } });

describe('a cluster that turned back', () => {
  it('takes the others with it, with its name and its reason', () => {
    const { record } = plan({
      record: RECORD,
      observation: seeing([aCluster('eu-1', BACK), aCluster('us-2')]),
      now: AT,
    });
    expect(record.phase).toBe('rolling-back');
    expect(record.failure?.message).toContain('cluster eu-1 turned back from 1-31: not ready');
  });

  it.each([
    ['before this attempt began', { ...BACK, turnedBack: { at: AT - 9000, reason: 'before' } }],
    ['from another rollout', { ...BACK, to: '1-32' }],
  ])('does not where it did so %s', (_, peer) => {
    expect(peerTurnedBack(RECORD, seeing([aCluster('eu-1', peer)]), AT)).toBeNull();
  });

  it('does so where it had before, and nobody begins anew there for as long as a wave may take', () => {
    const left = {
      ...BACK,
      phase: 'rolled-back',
      turnedBack: { at: AT - 60_000, reason: 'before' },
    } as const;
    const at = (now: number) => peerTurnedBack(RECORD, seeing([aCluster('eu-1', left)]), now);
    expect(at(BEGAN.at + 60_000)).toBeNull();
    expect(at(BEGAN.at + 60_001)?.subject).toBe('cluster eu-1');
  });

  it('does not where only waves go back, or where it cannot be asked', () => {
    const byWave = aFleetRecord({ history: [BEGAN] }, { rollback: 'wave' });
    expect(peerTurnedBack(byWave, seeing([aCluster('eu-1', BACK)]), AT)).toBeNull();
    const gone = { name: 'eu-1', state: unknown<never>('refused', AT) };
    expect(peerTurnedBack(RECORD, seeing([gone]), AT)).toBeNull();
    expect(peerTurnedBack(RECORD, anObservation(), AT)).toBeNull();
  });
});

describe('the old revision', () => {
  it('goes once every cluster has kept it for its time', () => {
    expect(retentionHold(RECORD, seeing([aCluster('eu-1'), aCluster('us-2')]))).toBeNull();
  });

  it('stays while one has not, has not begun, or cannot be asked', () => {
    const early = aCluster('eu-1', aPeer({ retained: false }));
    const gone = { name: 'us-2', state: unknown<never>('refused', AT) };
    expect(retentionHold(RECORD, seeing([early, gone]))).toBe(
      '1-30 stays until every cluster has kept it for its time: eu-1 (retaining), us-2 cannot be asked: refused',
    );
    expect(retentionHold(RECORD, seeing([aCluster('eu-1', null), aCluster('us-2')]))).toMatch(
      /eu-1 has not begun/,
    );
    expect(retentionHold(RECORD, anObservation())).toMatch(/not looked at/);
  });
});
