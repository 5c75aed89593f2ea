import { appliedSince } from '../../../lib/cli/wait-for-health';
import { sourceDigest } from '../../../lib/deploy/source-digest';
import { aBody, aResource } from '../../support/deploy-builders';

const RESOURCES = [aResource(aBody('ConfigMap', 'settings'))];
const EARLIER = '2030-01-01T00:00:00.000Z';
const NOW = Date.parse('2030-01-01T01:00:00.000Z');

describe('what was applied may settle', () => {
  it('from when the status says so', () => {
    const last = { digest: sourceDigest(RESOURCES), time: EARLIER };
    expect(appliedSince(last, RESOURCES, NOW)).toBe(Date.parse(EARLIER));
  });

  it.each([
    ['there is no status', null],
    ['the status is about what was there before', { digest: 'another', time: EARLIER }],
  ])('from now on where an engine outlived its driver and %s', (_when, last) => {
    expect(appliedSince(last, RESOURCES, NOW)).toBe(NOW);
  });
});
