import { homeOf } from '../../../lib/rollout/home-of';
import { namespaceLabelPatch } from '../../../lib/rollout/namespace-label-patch';
import type { Phase } from '../../../lib/rollout/phase';
import { positionOf } from '../../../lib/rollout/position-of';
import { STRAGGLERS } from '../../../lib/rollout/stragglers';
import { aNamespaceWave, aRecord, FROM, TO } from '../../support/rollout-builders';

const record = (phase: Phase, waves = ['web']) => {
  const { plan } = aRecord();
  return aRecord({
    plan: { ...plan, waves: waves.map((name) => aNamespaceWave(name, [name])) },
    phase,
  });
};

describe('a namespace that comes into the mesh in the middle of a rollout', () => {
  it.each([
    ['installing', FROM],
    ['proving', FROM],
    ['adopting', FROM],
    ['moving', FROM],
    ['rolling-back', FROM],
    ['rolled-back', FROM],
    ['retaining', TO],
    ['handing-over', TO],
    ['removing', TO],
    ['done', TO],
  ] as const)('comes in by a revision that is proved and stays: in %s by %s', (phase, home) => {
    expect(homeOf(record(phase))).toBe(home);
    expect(positionOf(record(phase)).home).toBe(home);
  });

  it('comes in by the new one as soon as no wave would take it along any more', () => {
    expect(homeOf(record('moving', ['web', STRAGGLERS]))).toBe(TO);
    expect(homeOf(record('rolling-back', ['web', STRAGGLERS]))).toBe(FROM);
  });

  it('comes in by the revision of a patch, whose labels have no version', () => {
    const { plan } = aRecord();
    const patch = { ...plan, from: '1-30@1.30.2', to: '1-30@1.30.3' };
    expect(homeOf(aRecord({ plan: patch, phase: 'done' }))).toBe('1-30');
  });
});

it('a namespace that may not be there yet has no uid, by which the API server would refuse to make it', () => {
  expect(namespaceLabelPatch({ name: 'shop', revision: TO }).metadata).toEqual({
    name: 'shop',
    labels: { 'istio.io/rev': TO },
    annotations: { 'pulumi.com/patchFieldManager': 'istio-revisions' },
  });
});
