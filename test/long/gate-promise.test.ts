import { WAVE_ALPHA } from '../../lib/rollout/metrics/spending';
import { SIMULATED_LIMIT, turnsBack } from '../support/simulated-wave';

const WAVES = 2_000;
const GATES = 4;

it('a gate turns a wave back by chance no more often than is promised, over an hour of looks', () => {
  const wave = { members: 5, pods: 2, perMinute: 100, share: SIMULATED_LIMIT };
  const turned = Array.from({ length: WAVES }, (_, index) =>
    turnsBack(10_000 + index, wave),
  ).filter((minute) => minute !== null).length;
  console.log(
    `${turned} of ${WAVES} waves exactly at their limit were turned back, seeds from 10000`,
  );
  // Three standard deviations are left to chance.
  const promised = (WAVE_ALPHA / GATES) * WAVES;
  expect(turned).toBeLessThanOrEqual(promised + 3 * Math.sqrt(promised));
});
