import { peerRollout } from '../../../../lib/rollout/fleet/peer-rollout';
import { proxyCount } from '../../../../lib/rollout/fleet/proxy-count';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { aFleetRecord, EAST_WEST } from '../../../support/fleet-builders';
import { aNamespaceWave, aPod, AT, FROM, TO } from '../../../support/rollout-builders';

const WAVES = [{ ...aNamespaceWave('web', ['shop']), soakSeconds: 60 }, EAST_WEST];

function told(changes: Partial<RolloutRecord>) {
  return peerRollout(aFleetRecord(changes, { waves: WAVES, retainSeconds: 100 }), AT);
}

describe('what a cluster tells the others', () => {
  it.each([
    ['its last wave of its own soaks', { released: 1, passingSince: AT - 59_000 }, false],
    ['that has soaked', { released: 1, passingSince: AT - 60_000 }, true],
    [
      'it wavers after its soak',
      { released: 1, passingSince: AT - 60_000, waveringSince: AT },
      false,
    ],
    ['it does not pass', { released: 1, passingSince: null }, false],
    ['its last gateways move', { released: 2, passingSince: null }, true],
  ] as const)('while %s: whether it has moved', (_, changes, moved) => {
    expect(told({ phase: 'moving', ...changes })).toMatchObject({
      moved,
      whole: false,
      retained: false,
    });
  });

  it('every wave is proved from the time on in which the old revision is kept', () => {
    const kept = { phase: 'retaining', retainedMs: 60_000 } as const;
    expect(told({ ...kept, passingSince: AT - 39_000 })).toMatchObject({
      whole: true,
      retained: false,
    });
    expect(told({ ...kept, passingSince: AT - 40_000 })).toMatchObject({
      whole: true,
      retained: true,
    });
    expect(told({ ...kept, passingSince: null }).retained).toBe(false);
    expect(told({ phase: 'removing' })).toMatchObject({ moved: true, whole: true, retained: true });
  });

  it('it turned back, when and why', () => {
    const failure = {
      gate: 'workloads',
      wave: 'web',
      namespace: '',
      subject: '',
      value: '',
      message: 'not ready',
      at: AT - 5,
    };
    expect(told({ phase: 'rolling-back', failure }).turnedBack).toEqual({
      at: AT - 5,
      reason: 'not ready',
    });
    expect(told({ phase: 'rolled-back', failure: null, since: 7 }).turnedBack?.at).toBe(7);
    expect(told({ phase: 'moving', released: 1 }).turnedBack).toBeNull();
  });
});

describe('the proxies of a cluster', () => {
  const record = aFleetRecord({}, { waves: WAVES });

  it('are counted without those of the gateways that move, without ended pods and those of no mesh', () => {
    const gateway = {
      namespace: 'gateways',
      workload: { kind: 'Deployment', name: `eastwest-${FROM}` },
    };
    const pods = [
      aPod(),
      aPod({ name: 'old', revision: FROM }),
      aPod({ name: 'ended', phase: 'Succeeded' }),
      aPod({ name: 'plain', revision: null }),
      aPod({ ...gateway, revision: FROM }),
      aPod({
        ...gateway,
        workload: { kind: 'Deployment', name: 'eastwest-other' },
        revision: FROM,
      }),
    ];
    expect(proxyCount(pods, record)).toEqual({ total: 3, moved: 1 });
  });

  it('of a patch are moved at its version only', () => {
    const patch = aFleetRecord({}, { from: '1-31@1.31.0', to: '1-31@1.31.1', waves: WAVES });
    const pods = [
      aPod({ revision: TO, version: '1.31.1' }),
      aPod({ revision: TO, version: '1.31.0' }),
      aPod({ revision: `${TO}@1.31.1`, version: '1.31.1' }),
    ];
    expect(proxyCount(pods, patch)).toEqual({ total: 3, moved: 2 });
  });
});
