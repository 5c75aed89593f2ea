import { known } from '../../../../lib/rollout/fact';
import type { Observation } from '../../../../lib/rollout/observation';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import type { RolloutSpec, WaveSpec } from '../../../../lib/rollout/rollout-spec';
import { planDifferences } from '../../../../lib/rollout/start/plan-differences';
import { startRollout } from '../../../../lib/rollout/start-rollout';
import { validateRolloutSpec } from '../../../../lib/rollout/validate-rollout-spec';
import {
  AT,
  aNamespace,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aRecord,
  aTagWave,
  aWorkload,
  FROM,
  TO,
} from '../../../support/rollout-builders';

const specOf = (...waves: readonly WaveSpec[]): RolloutSpec => ({
  from: FROM,
  to: TO,
  mode: 'tag',
  waves,
});
const web: WaveSpec = { name: 'web', namespaces: ['shop'] };
const problemsOf = (spec: RolloutSpec) => validateRolloutSpec(spec, [FROM, TO]).join('\n');

describe('the tags of a rollout as it is written', () => {
  it('are called like their waves, or as the waves say', () => {
    expect(
      problemsOf(specOf(web, { name: 'core-services', namespaces: ['pay'], tag: 'core' })),
    ).toBe('');
  });

  it.each([
    ['is no DNS label', { ...web, tag: 'Web' }, 'found revision tag "Web", must be at most 43'],
    ['is too long for a Service', { ...web, tag: 'a'.repeat(44) }, 'must be at most 43'],
    [
      'is called like a wave that is no DNS label',
      { ...web, name: 'a b' },
      'set "tag" on the wave',
    ],
    ['is the default tag', { ...web, tag: 'default' }, "which is Istio's own"],
    ['is a revision', { ...web, tag: TO }, 'which is the name of a revision'],
  ])('are refused where one %s', (_title, wave, problem) => {
    expect(problemsOf(specOf(wave))).toContain(problem);
  });

  it('are refused where two waves have the same', () => {
    const waves = [web, { name: 'core', namespaces: ['pay'], tag: 'web' }];
    expect(problemsOf(specOf(...waves))).toContain('revision tag "web" is that of another wave');
  });

  it('are refused on gateways, and in mode label', () => {
    const gateways = { name: 'edge', gateways: [{ namespace: 'i', name: 'g' }], tag: 'edge' };
    expect(problemsOf(specOf(gateways as WaveSpec))).toContain('never a tag');
    const tagged = { ...web, tag: 'web' };
    expect(problemsOf({ ...specOf(tagged), mode: 'label' })).toContain('set mode "tag"');
    expect(problemsOf({ ...specOf(web), mode: 'both' as 'tag' })).toContain('found "both"');
  });
});

describe('the tags of a rollout that starts', () => {
  const start = (
    changes: Partial<Observation> = {},
    spec: RolloutSpec = specOf(web),
    record: RolloutRecord | null = null,
  ) =>
    startRollout({
      spec,
      record,
      now: AT,
      observation: anObservation({
        namespaces: known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT),
        pods: known([aPod({ revision: FROM })], AT),
        istiods: known([anIstiod(FROM)], AT),
        injectors: known([anInjector(FROM)], AT),
        ...changes,
      }),
    });
  const started = (...args: Parameters<typeof start>) => {
    const result = start(...args);
    if (!result.ok) throw new Error(result.problems.join('\n'));
    return result.record;
  };
  const problems = (changes: Partial<Observation>) => {
    const result = start(changes);
    return result.ok ? '' : result.problems.join('\n');
  };

  it('are frozen in the plan, and ours from the beginning, on the old revision', () => {
    const { plan, owned } = started();
    expect(plan).toMatchObject({ mode: 'tag', waves: [{ name: 'web', tag: 'web' }] });
    expect(owned).toMatchObject({ namespaces: [], tags: { web: FROM } });
  });

  it('may exist, where they point at the old revision', () => {
    const tag = anInjector(FROM, { tag: 'web' });
    expect(problems({ injectors: known([anInjector(FROM), tag], AT) })).toBe('');
  });

  it.each([
    [
      'points elsewhere',
      { injectors: known([anInjector(FROM), anInjector('1-29', { tag: 'web' })], AT) },
      'revision tag "web" of wave "web" points at 1-29, not at 1-30',
    ],
    [
      'is the name of a revision that runs',
      { injectors: known([anInjector(FROM), anInjector('web')], AT) },
      'is the name of a revision that runs',
    ],
    [
      'selects a namespace outside of the rollout',
      {
        namespaces: known(
          [
            aNamespace({ labels: { 'istio.io/rev': FROM } }),
            aNamespace({ name: 'other', labels: { 'istio.io/rev': 'web' } }),
          ],
          AT,
        ),
      },
      'namespace other is labelled istio.io/rev=web and would move with',
    ],
    [
      'is on a gateway',
      { workloads: known([aWorkload({ namespace: 'ingress', templateRev: 'web' })], AT) },
      'the pod template of Deployment ingress/cart is labelled istio.io/rev=web',
    ],
  ])('are refused where one %s', (_title, changes, problem) => {
    expect(problems(changes)).toContain(problem);
  });

  it('are taken over from the rollout before, with the namespaces that are labelled with them', () => {
    const previous = aRecord({
      phase: 'done',
      plan: { ...aRecord().plan, from: '1-29', to: FROM, waves: [aTagWave('web', ['shop'])] },
    });
    const facts = {
      namespaces: known([aNamespace({ labels: { 'istio.io/rev': 'web' } })], AT),
      injectors: known([anInjector(FROM), anInjector(FROM, { tag: 'web' })], AT),
    };
    const inTagMode = started(facts, specOf(web), previous);
    expect(inTagMode.owned).toMatchObject({
      namespaces: [{ revision: 'web' }],
      tags: { web: FROM },
    });
    const inLabelMode = started(facts, { ...specOf(web), mode: 'label' }, previous);
    expect(inLabelMode.owned).toEqual(inTagMode.owned);
  });

  it('make a source that names others another rollout', () => {
    const { plan } = started();
    const differences = (spec: RolloutSpec) => planDifferences(spec, plan).join('\n');
    expect(differences(specOf(web))).toBe('');
    expect(differences({ ...specOf(web), mode: 'label' })).toContain('mode: tag in the rollout');
    expect(differences(specOf({ ...web, tag: 'shop' }))).toContain('tag shop) in the source');
  });
});
