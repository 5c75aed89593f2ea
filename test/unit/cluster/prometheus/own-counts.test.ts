import { ownCounts } from '../../../../lib/cluster/prometheus/own-counts';

const COUNT = { name: 'orders', bad: 'bad', total: 'total', maxShare: 0.01 };

const vector = (...series: [labels: Record<string, string>, value: string][]) =>
  JSON.stringify({
    status: 'success',
    data: {
      resultType: 'vector',
      result: series.map(([metric, value]) => ({ metric, value: [0, value] })),
    },
  });

const SHOP = { namespace: 'shop' };
const POD = { namespace: 'shop', pod: 'cart-1' };
const TOTAL = vector([SHOP, '10']);

describe("a count of the team's own", () => {
  it('is put together from both answers, by namespace or by pod', () => {
    expect(ownCounts(COUNT, vector([SHOP, '2']), TOTAL)).toEqual({
      ok: true,
      counts: [{ name: 'orders', namespace: 'shop', pod: '', bad: 2, all: 10 }],
    });
    expect(ownCounts(COUNT, vector([POD, '2']), vector([POD, '10']))).toMatchObject({
      counts: [{ namespace: 'shop', pod: 'shop/cart-1' }],
    });
  });

  it('has nothing bad where only the total answers', () => {
    expect(ownCounts(COUNT, vector(), TOTAL)).toMatchObject({ counts: [{ bad: 0, all: 10 }] });
  });

  it.each<[string, string, RegExp]>([
    [
      'a string',
      JSON.stringify({ status: 'success', data: { resultType: 'string', result: [0, 'x'] } }),
      /bad: .*string where a vector/,
    ],
    [
      'a scalar',
      JSON.stringify({ status: 'success', data: { resultType: 'scalar', result: [0, '1'] } }),
      /bad: .*scalar where a vector/,
    ],
    ['NaN', vector([SHOP, 'NaN']), /bad: .*NaN/],
    ['a number below zero', vector([SHOP, '-1']), /bad answers -1 for shop/],
    [
      'several series of a namespace',
      vector([{ ...SHOP, code: '500' }, '1'], [{ ...SHOP, code: '503' }, '1']),
      /several series for shop; sum by/,
    ],
    ['a series of nobody', vector([{}, '1']), /without the label "namespace"/],
    [
      'what the total does not know',
      vector([{ namespace: 'bank' }, '1']),
      /bank, and total does not/,
    ],
    [
      'a warning',
      JSON.stringify({ ...(JSON.parse(TOTAL) as object), warnings: ['late'] }),
      /in part: late/,
    ],
    [
      'a refusal',
      JSON.stringify({ status: 'error', error: 'parse error' }),
      /refused the query: parse error/,
    ],
  ])('is none with %s', (_what, bad, reason) => {
    expect(ownCounts(COUNT, bad, TOTAL)).toEqual({
      ok: false,
      name: 'orders',
      reason: expect.stringMatching(reason) as string,
    });
  });
});
