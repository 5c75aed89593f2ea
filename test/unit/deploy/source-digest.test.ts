import fc from 'fast-check';
import { sourceDigest } from '../../../lib/deploy/source-digest';
import { aBody, aResource } from '../../support/deploy-builders';

const SETTINGS = aResource(aBody('ConfigMap', 'settings', { data: { mode: 'a' } }), {
  dependsOn: ['a', 'b'],
});
const OTHER = aResource(aBody('Secret', 'other'));
const THIRD = aResource(aBody('Service', 'third'));

describe('the digest of a source', () => {
  it('is the same in whichever order objects and dependencies are named', () => {
    const all = [SETTINGS, OTHER, THIRD];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 3 }), (shuffled) => {
        expect(sourceDigest(shuffled)).toBe(sourceDigest(all));
      }),
    );
    expect(sourceDigest([{ ...SETTINGS, dependsOn: ['b', 'a'] }])).toBe(sourceDigest([SETTINGS]));
  });

  it.each([
    ['a value', { body: { ...SETTINGS.body, data: { mode: 'b' } } }],
    ['a field', { body: { ...SETTINGS.body, immutable: true } }],
    ['what must come before', { dependsOn: ['a'] }],
    ['protection', { protect: true }],
    ['what a removal leaves', { retainOnDelete: true }],
    ['the type', { key: 'kubernetes:core/v2:ConfigMap|istio-system/settings' }],
  ])('changes with %s', (_what, change) => {
    expect(sourceDigest([{ ...SETTINGS, ...change }])).not.toBe(sourceDigest([SETTINGS]));
  });

  it('changes with an object more or less', () => {
    const digests = [[], [SETTINGS], [SETTINGS, OTHER], [OTHER]].map(sourceDigest);
    expect(new Set(digests).size).toBe(4);
  });

  it('says nothing of what it is made from', () => {
    expect(sourceDigest([SETTINGS])).toMatch(/^[0-9a-f]{16}$/);
  });
});
