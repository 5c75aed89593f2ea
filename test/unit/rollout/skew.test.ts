import { known, unknown } from '../../../lib/rollout/fact';
import { skewGate } from '../../../lib/rollout/gates/skew';
import type { IstiodFact, Observation } from '../../../lib/rollout/observation';
import { jumpProblem } from '../../../lib/rollout/skew/jump-problem';
import { minorOf } from '../../../lib/rollout/skew/minor-of';
import { startRollout } from '../../../lib/rollout/start-rollout';
import { podsIn } from '../../../lib/simulate/pods-in';
import {
  AT,
  aNamespace,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aProxy,
  aRecord,
  FROM,
  TO,
} from '../../support/rollout-builders';
import { simClusterOf } from '../../support/sim-cluster-of';
import { play } from '../../support/sim-play';

const pod = aPod({ revision: FROM });

/** An istiod of a version, with the proxy of the only pod of the plan in another. */
const istiod = (revision: string, version: string | null, proxy?: string): IstiodFact =>
  anIstiod(revision, {
    version,
    proxies: known(proxy === undefined ? [] : [aProxy(pod, { version: proxy })], AT),
  });

const cluster = (...istiods: IstiodFact[]): Observation =>
  anObservation({
    namespaces: known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT),
    pods: known([pod], AT),
    injectors: known([anInjector(FROM)], AT),
    istiods: known(istiods, AT),
  });

const spec = { from: FROM, to: TO, waves: [{ name: 'web', namespaces: ['shop'] }] };

function start(observation: Observation, declared: string) {
  const versions = { [TO]: declared };
  const started = startRollout({ spec, observation, record: null, now: AT, versions });
  return started.ok ? { notes: started.notes } : { problems: started.problems };
}

describe('what names a minor', () => {
  it.each([
    ['1.31.0', 31],
    ['v1.9.2', 9],
    ['1.31-dev', 31],
    ['1.31', 31],
    ['1.31-alpha.abcdef', 31],
    ['unknown', null],
    ['', null],
    ['2.0.1', null],
    ['1.x', null],
  ])('%s', (version, minor) => {
    expect(minorOf(version)).toBe(minor);
  });
});

describe('how far a rollout may jump', () => {
  it.each([
    ['1.30.3', '1.30.4', null],
    ['1.30.3', '1.31.0', null],
    ['1.29.8', '1.31.0', null],
    ['1.31.0', '1.30.3', null],
    ['1.30.3', 'unknown', null],
    [
      '1.28.6',
      '1.31.0',
      /new \(1\.31\.0\) is 3 minors after old \(1\.28\.6\).*move to 1\.30 first/,
    ],
    ['1.31.0', '1.29.8', /new \(1\.29\.8\) is 2 minors before old \(1\.31\.0\).*1\.30 first/],
  ])('from %s to %s', (before, after, problem) => {
    const found = jumpProblem(
      { revision: 'old', version: before },
      { revision: 'new', version: after },
    );
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem);
  });
});

describe('a rollout whose versions do not fit', () => {
  it.each([
    ['the same minor', '1.31.0', '1.31.0', '1.31.1'],
    ['a jump of two, with proxies as old as it allows', '1.29.8', '1.29.8', '1.31.0'],
    ['proxies one minor behind their control plane', '1.30.3', '1.29.8', '1.31.0'],
    ['proxies that say no version', '1.30.3', '', '1.31.0'],
  ])('starts with %s', (_, plane, proxy, target) => {
    expect(start(cluster(istiod(FROM, plane, proxy)), target)).toEqual({ notes: [] });
  });

  it.each([
    ['a jump of three minors', '1.28.6', '1.28.6', '1.31.0', /3 minors after 1-30 \(1\.28\.6\)/],
    ['two minors down', '1.31.0', '1.31.0', '1.29.8', /2 minors before/],
    [
      'proxies newer than their control plane',
      '1.30.3',
      '1.31.0',
      '1.31.0',
      /proxies cart-1\.shop \(1\.31\.0\) are newer than istiod of 1-30 \(1\.30\.3\)/,
    ],
    [
      'proxies too far behind it',
      '1.31.0',
      '1.29.8',
      '1.31.0',
      /cart-1\.shop \(1\.29\.8\) are 2 minors behind istiod of 1-30/,
    ],
    [
      'proxies that would meet others too far ahead',
      '1.30.3',
      '1.29.8',
      '1.32.0',
      /cart-1\.shop \(1\.29\.8\) would meet proxies of 1-31 \(1\.32\.0\), 3 minors later/,
    ],
  ])('is refused with %s, and says why', (_, plane, proxy, target, problem) => {
    const { problems = [] } = start(cluster(istiod(FROM, plane, proxy)), target);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  it('is judged by the oldest of several istiods, and not by proxies outside of the plan', () => {
    const both = cluster(istiod(FROM, '1.30.3'), istiod(FROM, '1.28.6'));
    expect(start(both, '1.31.0').problems).toEqual([expect.stringContaining('(1.28.6)')]);
    const stranger = aProxy(aPod({ namespace: 'elsewhere' }), { version: '1.27.0' });
    const other = anIstiod(FROM, { version: '1.30.3', proxies: known([stranger], AT) });
    expect(start(cluster(other), '1.31.0')).toEqual({ notes: [] });
  });

  it('is told where no istiod names a version', () => {
    expect(start(cluster(istiod(FROM, null)), '1.31.0').notes).toEqual([
      expect.stringContaining('no istiod of 1-30 names its version'),
    ]);
  });
});

describe('the skew gate', () => {
  const { plan } = aRecord();
  const judged = (...istiods: IstiodFact[]) => skewGate(plan, cluster(...istiods));

  it.each<[string, IstiodFact[], string]>([
    ['a minor after the other', [istiod(FROM, '1.30.3'), istiod(TO, '1.31.0')], 'Pass'],
    ['what names no version', [istiod(FROM, '1.30.3'), istiod(TO, null)], 'Pass'],
    ['an image of another version', [istiod(FROM, '1.30.3'), istiod(TO, '1.33.0')], 'Inconclusive'],
    [
      'proxies that are too old for it',
      [istiod(FROM, '1.30.3', '1.29.8'), istiod(TO, '1.32.0')],
      'Inconclusive',
    ],
  ])('judges what is installed: %s', (_, istiods, verdict) => {
    expect(judged(...istiods).verdict).toBe(verdict);
  });

  it('holds where istiods could not be read', () => {
    const unread = anObservation({ istiods: unknown('503', AT) });
    expect(skewGate(plan, unread).verdict).toBe('Error');
  });
});

describe('a simulated rollout with proxies of old versions', () => {
  it.each([
    ['1.29.8', 'done', ''],
    ['1.28.6', 'rolled-back', '3 minors after'],
  ])('from %s ends %s', (version, outcome, because) => {
    const cluster = simClusterOf(['a'], { versions: { [FROM]: version, [TO]: '1.31.0' } });
    const waves = [
      { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] },
      { name: 'only', namespaces: ['a'] },
    ];
    const times = { soakSeconds: 0, deadlineSeconds: 30, retainSeconds: 0 };
    const played = play({ spec: { from: FROM, to: TO, waves, ...times }, cluster });
    expect([played.outcome, played.broken]).toEqual([outcome, []]);
    expect(played.message).toContain(because);
    const versions = new Set(podsIn(cluster.state).map((one) => one.version));
    expect([...versions]).toEqual([outcome === 'done' ? '1.31.0' : version]);
  });
});
