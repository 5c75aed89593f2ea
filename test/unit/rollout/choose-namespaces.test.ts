import fc from 'fast-check';
import type { RolloutSpec, WaveSpec } from '../../../lib/rollout/rollout-spec';
import { chooseNamespaces } from '../../../lib/rollout/start/choose-namespaces';
import { NOTHING_MOVED } from '../../../lib/rollout/start/standing';
import { aNamespace, anInjector, FROM, TO } from '../../support/rollout-builders';

const SEED = 20_261_126;

const namespace = (name: string, labels: Record<string, string> = {}) =>
  aNamespace({ name, labels: { 'istio.io/rev': FROM, ...labels } });
const choose = (waves: readonly WaveSpec[], namespaces = [namespace('a'), namespace('b')]) => {
  const spec: RolloutSpec = { from: FROM, to: TO, waves };
  const injectors = [anInjector(FROM), anInjector(TO), anInjector(FROM, { tag: 'prod' })];
  const none = { workloads: [], pods: [], istiods: [], addresses: [], gatewayApi: [] };
  const facts = { namespaces, injectors, ...none };
  const { members, problems, notes } = chooseNamespaces(spec, facts, NOTHING_MOVED);
  const names = [...members].map(([wave, all]) => [wave, all.map(({ name }) => name)] as const);
  return { ...Object.fromEntries(names), problems, notes };
};
const selecting = (name: string, tier: string, more: object = {}) => ({
  name,
  selector: { matchLabels: { tier } },
  ...more,
});
const rest = { name: 'rest', selector: {} };

describe('chooseNamespaces', () => {
  it('selects by label what the old revision injects, through a label or a tag, and nothing else', () => {
    const all = [
      namespace('a', { tier: 'web' }),
      namespace('b', { tier: 'db' }),
      namespace('tagged', { 'istio.io/rev': 'prod', tier: 'web' }),
      namespace('elsewhere', { 'istio.io/rev': TO, tier: 'web' }),
      aNamespace({ name: 'kube-system', labels: { tier: 'web' } }),
    ];
    expect(choose([selecting('web', 'web')], all)).toEqual({
      web: ['a', 'tagged'],
      problems: [],
      notes: [],
    });
  });

  it('puts a namespace that several waves select into the first, and says so', () => {
    const all = [namespace('a', { tier: 'web' }), namespace('b')];
    expect(choose([selecting('web', 'web'), rest], all)).toEqual({
      web: ['a'],
      rest: ['b'],
      problems: [],
      notes: ['wave rest selects a too, which moves in wave web'],
    });
  });

  it('leaves a namespace in the wave that names it, though an earlier one selects it', () => {
    const share = { ...rest, name: 'canary', share: 50 };
    expect(choose([share, { name: 'core', namespaces: ['a'] }])).toEqual({
      canary: ['b'],
      core: ['a'],
      problems: [],
      notes: ['wave canary selects a too, which moves in wave core'],
    });
  });

  it.each([
    [
      'nothing has the label',
      [selecting('x', 'none')],
      /since none that 1-30 injects has tier=none/,
    ],
    [
      'other waves take everything',
      [{ name: 'web', namespaces: ['a', 'b'] }, rest],
      /no namespace is left for it, since other waves take all 2/,
    ],
    ['a named one is gone', [{ name: 'web', namespaces: ['c'] }], /c of wave "web" does not exist/],
  ])('has a problem when %s', (_title, waves, message) => {
    expect(choose(waves).problems).toEqual([expect.stringMatching(message)]);
  });

  describe('a share', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), {
      minLength: 1,
      maxLength: 40,
    });
    const shares = fc.integer({ min: 1, max: 100 });
    const canary = (share: number) => [{ name: 'canary', selector: {}, share }];
    const chosen = (share: number, of: readonly string[]) =>
      (
        choose(
          canary(share),
          of.map((name) => namespace(name)),
        ) as unknown as { canary: string[] }
      ).canary;

    it('is rounded up and never empty', () => {
      fc.assert(
        fc.property(names, shares, (of, share) => {
          expect(chosen(share, of)).toHaveLength(Math.ceil((of.length * share) / 100));
        }),
        { seed: SEED },
      );
    });

    it('is the same in whatever order the cluster lists its namespaces', () => {
      fc.assert(
        fc.property(names, shares, (of, share) => {
          expect(chosen(share, [...of].reverse())).toEqual(chosen(share, of));
        }),
        { seed: SEED },
      );
    });

    it('contains every smaller one', () => {
      fc.assert(
        fc.property(names, shares, shares, (of, a, b) => {
          const [smaller, larger] = [chosen(Math.min(a, b), of), chosen(Math.max(a, b), of)];
          expect(larger).toEqual(expect.arrayContaining(smaller));
        }),
        { seed: SEED },
      );
    });

    it('leaves the rest to later waves: every namespace is in exactly one', () => {
      fc.assert(
        fc.property(names, shares, (of, share) => {
          const all = of.map((name) => namespace(name));
          const { canary: first = [], rest: others = [] } = choose(
            [...canary(share), rest],
            all,
          ) as unknown as Record<string, string[]>;
          expect([...first, ...others].sort()).toEqual([...of].sort());
        }),
        { seed: SEED },
      );
    });
  });
});
