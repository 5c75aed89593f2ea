import { known, unknown } from '../../../../lib/rollout/fact';
import { imageVersion } from '../../../../lib/rollout/image-version';
import { injectedBy } from '../../../../lib/rollout/injected-by';
import type { Observation } from '../../../../lib/rollout/observation';
import { byVersion } from '../../../../lib/rollout/patch/by-version';
import {
  AT,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  FROM,
  someAdmission,
  TO,
} from '../../../support/rollout-builders';

const OLD = `${FROM}@1.30.3`;
const NEW = `${FROM}@1.30.4`;
const PATCH = { from: OLD, to: NEW };

const istiods = (...all: readonly (readonly [version: string | null, ready: boolean])[]) =>
  known(
    all.map(([version, ready], index) =>
      anIstiod(FROM, { pod: `istio-system/istiod-${index}`, version, ready }),
    ),
    AT,
  );

/** Which version injects a namespace labelled for the revision. */
function injecting(changes: Partial<Observation>): string | null {
  const seen = byVersion(
    PATCH,
    anObservation({ injectors: known([anInjector(FROM)], AT), ...changes }),
  );
  if (!seen.injectors.known) return seen.injectors.reason;
  return injectedBy({ rev: FROM, injection: null }, seen.injectors.value).revision;
}

describe('what a patch sees', () => {
  it.each([
    ['pods', { pods: known([aPod({ revision: FROM, version: '1.30.4' })], AT) }, NEW],
    ['pods of an unreadable version', { pods: known([aPod({ revision: FROM })], AT) }, FROM],
    ['pods of another revision', { pods: known([aPod({ version: '1.31.0' })], AT) }, TO],
    ['pods without a proxy', { pods: known([aPod({ revision: null })], AT) }, null],
  ])('tells %s apart by version', (_title, changes, place) => {
    const { pods } = byVersion(PATCH, anObservation(changes));
    expect(pods.known && pods.value[0]?.revision).toBe(place);
  });

  it.each([
    ['every istiod is at one version', istiods(['1.30.4', true], ['1.30.4', true]), NEW],
    ['one that is at the other is not ready', istiods(['1.30.4', true], ['1.30.3', false]), NEW],
    ['they differ', istiods(['1.30.4', true], ['1.30.3', true]), FROM],
    ['none says its version', istiods([null, true]), FROM],
    ['none is ready', istiods(['1.30.4', false]), FROM],
    ['none is known', unknown<never>('503', AT), '503'],
  ])('knows what is injected where %s', (_title, fact, place) => {
    expect(injecting({ istiods: fact })).toBe(place);
  });

  it('knows what a dry run was injected with', () => {
    const injection = { outcome: 'injected', revision: FROM, version: '1.30.4' } as const;
    const admission = known(someAdmission({ injection }), AT);
    const seen = byVersion(PATCH, anObservation({ admission })).admission;
    expect(seen?.known === true && seen.value.injection).toMatchObject({ revision: NEW });
  });

  it('is the same when it is seen once more, and nothing else for any other rollout', () => {
    const raw = anObservation({ istiods: istiods(['1.30.4', true]) });
    const seen = byVersion(PATCH, raw);
    expect(byVersion(PATCH, seen)).toEqual(seen);
    expect(byVersion({ from: FROM, to: TO }, raw)).toBe(raw);
  });
});

it.each([
  ['example.org:5000/istio/proxyv2:1.30.4', '1.30.4'],
  ['proxyv2:1.30.4-distroless', '1.30.4'],
  ['proxyv2:1.31.0-rc.1-debug', '1.31.0-rc.1'],
  ['proxyv2:1.30.4@sha256:0a1b', '1.30.4'],
  ['proxyv2@sha256:0a1b', null],
  ['proxyv2:our-own-1.30.4', null],
  ['proxyv2', null],
  ['auto', null],
])('the image %s is of version %s', (image, version) => {
  expect(imageVersion(image)).toBe(version);
});
