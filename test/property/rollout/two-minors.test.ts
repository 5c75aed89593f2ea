import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import { SMALL } from '../../support/every-write';
import { simClusterOf } from '../../support/sim-cluster-of';
import { play } from '../../support/sim-play';

/** Installed by another tool, and two minors behind. */
const FROM = '1-29';
const TO = '1-31';
const VERSIONS = { [FROM]: '1.29.5', [TO]: '1.31.0' };
const NAMES = ['a', 'b', 'c'];
const spec: RolloutSpec = { ...SMALL, from: FROM, to: TO, removal: 'keep' };

/** Minors of control plane and proxy, of each connection that was ever seen: `1.31 1.31`. */
function connections(neverReady: boolean): { outcome: string; seen: string[]; broken: string[] } {
  const cluster = simClusterOf(NAMES, { from: FROM, to: TO, versions: VERSIONS });
  if (neverReady) cluster.conditions.neverReady = { namespace: 'c', revision: TO };
  const seen = new Set<string>();
  const { outcome, broken } = play({
    spec,
    cluster,
    observe: (record) => {
      const observation = cluster.observe(record);
      for (const { version, proxies } of observation.istiods.known ? observation.istiods.value : [])
        for (const proxy of proxies.known ? proxies.value : [])
          seen.add(`${minorOf(version ?? '')} ${minorOf(proxy.version)}`);
      return observation;
    },
  });
  return { outcome, seen: [...seen].sort(), broken: [...broken] };
}

function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

describe('a rollout over two minors, from a revision that nobody declares', () => {
  it.each([
    ['forward', false, 'done'],
    ['and back', true, 'rolled-back'],
  ])('%s leaves no proxy with an istiod of another minor', (_title, isBad, end) => {
    const { outcome, seen, broken } = connections(isBad);
    expect([outcome, broken]).toEqual([end, []]);
    expect(seen).toEqual(['1.29 1.29', '1.31 1.31']);
  });
});
