import { parseAlerts, parseVector } from '../../../../lib/cluster/prometheus/parse-answer';

const answer = (data: unknown, more: object = {}) =>
  JSON.stringify({ status: 'success', data, ...more });
const vector = (...values: string[]) => ({
  resultType: 'vector',
  result: values.map((value, index) => ({ metric: { pod: `p-${index}` }, value: [1, value] })),
});

/** What is no whole answer of any API. */
const BROKEN: [string, string, RegExp][] = [
  ['no JSON', '<html>502</html>', /JSON/],
  ['nothing', 'null', /./],
  [
    'a refusal',
    JSON.stringify({ status: 'error', error: 'parse error', data: vector('1') }),
    /refused the query: parse error/,
  ],
  ['a refusal without a reason', '{}', /it gave no reason/],
  [
    'a part, with warnings',
    answer(vector('1'), { warnings: ['one store is away', 'so is another'] }),
    /in part: one store is away; so is another/,
  ],
];

describe('a vector', () => {
  it('is labels and numbers', () => {
    expect(parseVector(answer(vector('3', '1e3', '0')))).toEqual([
      { labels: { pod: 'p-0' }, value: 3 },
      { labels: { pod: 'p-1' }, value: 1000 },
      { labels: { pod: 'p-2' }, value: 0 },
    ]);
  });

  it('may be empty, and may come with remarks', () => {
    expect(parseVector(answer(vector()))).toEqual([]);
    expect(parseVector(answer(vector('1'), { warnings: [], infos: ['a remark'] }))).toHaveLength(1);
  });

  it.each(['NaN', '+Inf', '-Inf', 'x'])('with the value %s is an error', (value) => {
    expect(() => parseVector(answer(vector('1', value)))).toThrow(`the value ${value}`);
  });

  it.each(BROKEN)('that is %s is an error', (_title, text, reason) => {
    expect(() => parseVector(text)).toThrow(reason);
  });

  it.each([
    ['matrix', { resultType: 'matrix', result: [] }],
    ['scalar', { resultType: 'scalar', result: [1, '1'] }],
    ['string', { resultType: 'string', result: [1, 'x'] }],
    ['vector', { resultType: 'vector' }],
    ['thing', {}],
    ['thing', null],
  ])('that turns out to be a %s is an error', (type, data) => {
    expect(() => parseVector(answer(data))).toThrow(`answered a ${type} where a vector`);
  });

  it('of native histograms is an error', () => {
    const result = [{ metric: {}, histogram: [1, {}] }];
    expect(() => parseVector(answer({ resultType: 'vector', result }))).toThrow();
  });
});

describe('alerting rules', () => {
  const rule = (changes: object = {}) => ({
    name: 'Slow',
    health: 'ok',
    alerts: [
      { state: 'firing', activeAt: '2026-01-02T03:04:05.5Z', labels: { team: 'shop' } },
      { state: 'pending', activeAt: '2026-01-02T03:04:05Z', labels: {} },
    ],
    ...changes,
  });
  const groups = (...rules: object[]) => answer({ groups: [{ rules }] });

  it('are what fires, since when, and what is not pending', () => {
    expect(parseAlerts(groups(rule()))).toEqual([
      {
        name: 'Slow',
        healthy: true,
        firing: [{ labels: { team: 'shop' }, since: Date.UTC(2026, 0, 2, 3, 4, 5, 500) }],
      },
    ]);
  });

  it.each(['err', 'unknown', undefined])('with health %s are not healthy', (health) => {
    expect(parseAlerts(groups(rule({ health })))).toMatchObject([{ healthy: false }]);
  });

  it('come from every group, and may be none', () => {
    const two = answer({ groups: [{ rules: [rule()] }, {}, { rules: [rule({ name: 'Other' })] }] });
    expect(parseAlerts(two).map(({ name }) => name)).toEqual(['Slow', 'Other']);
    expect(parseAlerts(answer({ groups: [] }))).toEqual([]);
    expect(parseAlerts(groups({ name: 'Idle', health: 'ok' }))).toEqual([
      { name: 'Idle', healthy: true, firing: [] },
    ]);
  });

  it.each([undefined, 'soon'])('that fire since %s are an error', (activeAt) => {
    const alerts = [{ state: 'firing', activeAt }];
    expect(() => parseAlerts(groups(rule({ alerts })))).toThrow('the time');
  });

  it('without groups are an error', () => {
    expect(() => parseAlerts(answer(vector()))).toThrow('no groups of rules');
  });

  it.each(BROKEN)('in %s are an error', (_title, text, reason) => {
    expect(() => parseAlerts(text)).toThrow(reason);
  });
});
