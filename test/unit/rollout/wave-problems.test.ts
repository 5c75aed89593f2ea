import type { WaveSpec } from '../../../lib/rollout/rollout-spec';
import { waveProblems } from '../../../lib/rollout/start/wave-problems';

const web = { name: 'web', namespaces: ['shop'] };
const edge = { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] };
const rest = { name: 'rest', selector: {} };
const tier = (name: string, more: object = {}) => ({
  name,
  selector: { matchLabels: { tier: 'web' } },
  ...more,
});

describe('waveProblems', () => {
  it.each<[string, WaveSpec[]]>([
    ['every sort of wave', [edge, web, rest]],
    [
      'growing shares of one selector',
      [tier('a', { share: 5 }), tier('b', { share: 25 }), tier('c')],
    ],
    ['shares of gateways', [{ ...edge, shares: [1, 33, 50, 100] }]],
    ['gateways all at once', [{ ...edge, shares: [100] }]],
    ['a gateway whose name has a dot', [{ ...edge, gateways: [{ namespace: 'i', name: 'a.b' }] }]],
  ])('takes %s', (_title, waves) => {
    expect(waveProblems(waves)).toEqual([]);
  });

  it.each<[string, WaveSpec[], RegExp]>([
    ['no wave', [], /there is none/],
    ['two waves of one name', [web, { ...web, namespaces: ['pay'] }], /two are called "web"/],
    ['a name that no object can have', [{ ...web, name: 'Web 1' }], /wave "Web 1": its name must/],
    ['a wave of nothing', [{ name: 'web' } as WaveSpec], /found nothing, must have one of/],
    [
      'a wave of two sorts',
      [{ ...web, selector: {} }],
      /found namespaces and selector, must have one of namespaces, selector, workloads, gateways/,
    ],
    ['an empty wave', [{ ...web, namespaces: [] }], /wave web: it is empty/],
    ['a namespace in two waves', [web, { ...web, name: 'b' }], /namespace shop is in two waves/],
    ['a namespace twice in one', [{ ...web, namespaces: ['a', 'a'] }], /namespace a is in two/],
    [
      'a gateway in two waves',
      [edge, { ...edge, name: 'b' }],
      /gateway ingress\/gateway is in two/,
    ],
    [
      'a pattern for a name',
      [{ ...web, namespaces: ['shop-*'] }],
      /"shop-\*" is no name of a namesp/,
    ],
    ['gateways after namespaces', [web, edge], /wave edge: gateways move before namespaces/],
    ['gateways after a selector', [rest, edge], /wave edge: gateways move before namespaces/],
    [
      'a selector that Kubernetes refuses',
      [tier('a', { selector: { matchLabels: { '': '' } } })],
      /wave a: selector.matchLabels/,
    ],
    ['no share', [tier('a', { share: 0 })], /wave a: found share 0, must be a whole number/],
    ['more than all', [tier('a', { share: 101 })], /found share 101/],
    ['a part of a percent', [tier('a', { share: 0.5 })], /found share 0.5/],
    [
      'shares of names',
      [{ ...web, shares: [100] }],
      /^wave web: shares are of the traffic of gateways$/,
    ],
    [
      'no shares',
      [{ ...edge, shares: [] }],
      /^wave edge: found shares none, must be whole numbers of percent from 1 on, each more than the one before, the last 100$/,
    ],
    ['shares that end before all', [{ ...edge, shares: [33, 50] }], /found shares 33, 50, must be/],
    ['shares that fall', [{ ...edge, shares: [50, 33, 100] }], /found shares 50, 33, 100, must be/],
    ['a share twice', [{ ...edge, shares: [50, 50, 100] }], /found shares 50, 50, 100, must be/],
    ['a share of nothing', [{ ...edge, shares: [0, 100] }], /found shares 0, 100, must be/],
    ['half a percent', [{ ...edge, shares: [33.5, 100] }], /found shares 33.5, 100, must be/],
    ['more than all of it', [{ ...edge, shares: [100, 120] }], /found shares 100, 120, must be/],
    ['a share of names', [{ ...web, share: 10 }], /a share is of what a selector selects/],
    [
      'a selector after the same one',
      [tier('a'), tier('b')],
      /wave b: wave a takes all that it sel/,
    ],
    [
      'a selector after one that takes everything',
      [rest, tier('b')],
      /wave b: wave rest takes all/,
    ],
  ])('refuses %s', (_title, waves, message) => {
    expect(waveProblems(waves)).toEqual([expect.stringMatching(message)]);
  });

  it('tells every problem at once', () => {
    const waves = [{ ...web, name: 'A' }, tier('b', { share: 0 }), { ...web, name: 'c' }, edge];
    expect(waveProblems(waves)).toHaveLength(4);
  });
});
