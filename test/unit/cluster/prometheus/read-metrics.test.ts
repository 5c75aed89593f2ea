import { createMetricsReader } from '../../../../lib/cluster/prometheus/read-metrics';
import type { MetricsQuestion } from '../../../../lib/rollout/metrics/metrics-question';

const NOW = 1_700_000_000_000;
const OLD = NOW - 300_000;

const question = (changes: Partial<MetricsQuestion> = {}): MetricsQuestion => ({
  instants: [OLD, NOW],
  namespaces: ['shop'],
  gateways: [{ namespace: 'ingress', name: 'gateway' }],
  slowerThanMs: 500,
  alerts: [],
  counts: [],
  ...changes,
});

const ORDERS = { name: 'orders', bad: 'orders_bad', total: 'orders_all', maxShare: 0.01 };

const vector = (result: object[]) =>
  JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });

const RULES = JSON.stringify({
  status: 'success',
  data: {
    groups: [
      {
        rules: [
          { name: 'Slow', health: 'ok' },
          { name: 'Other', health: 'ok' },
        ],
      },
    ],
  },
});

/** A Prometheus that knows one pod; it notes what it is asked. */
function aPrometheus(answers: (path: string) => string | null = () => null) {
  const paths: string[] = [];
  const get = (path: string): Promise<string> => {
    paths.push(path);
    const answer = answers(path);
    if (answer !== null) return Promise.resolve(answer);
    if (path.startsWith('/api/v1/rules')) return Promise.resolve(RULES);
    const isScraped = path.includes('istio_build');
    const metric = { namespace: 'shop', pod: 'cart-1' };
    return Promise.resolve(vector(isScraped ? [{ metric, value: [0, '42'] }] : []));
  };
  const times = () => paths.map((path) => new URLSearchParams(path.split('?')[1]).get('time'));
  return { get, paths, times };
}

describe('reading metrics', () => {
  it('gives one snapshot for each instant, of the last of them', async () => {
    const { get } = aPrometheus();
    const fact = await createMetricsReader(get, () => NOW)(question());
    const snapshot = {
      requests: [],
      durations: [],
      scraped: { 'shop/cart-1': 42_000 },
      certificates: {},
      own: [],
      unread: {},
    };
    expect(fact).toEqual({
      known: true,
      at: NOW,
      value: {
        at: NOW,
        snapshots: [
          { ...snapshot, at: OLD },
          { ...snapshot, at: NOW },
        ],
        alerts: [],
      },
    });
  });

  it('asks for the instants themselves, in seconds', async () => {
    const { get, times, paths } = aPrometheus();
    await createMetricsReader(get, () => NOW)(question({ instants: [NOW + 1] }));
    expect(new Set(times())).toEqual(new Set(['1700000000.001']));
    expect(paths.every((path) => path.startsWith('/api/v1/query?query='))).toBe(true);
  });

  it('asks for what namespaces and gateways sent', async () => {
    const { get, paths } = aPrometheus();
    await createMetricsReader(get, () => NOW)(question({ instants: [NOW] }));
    const queries = paths.map((path) => new URLSearchParams(path.split('?')[1]).get('query'));
    expect(queries).toContainEqual(
      expect.stringContaining('source_workload_namespace=~"shop|ingress"'),
    );
  });

  it('asks for rules only where alerts are wanted, and keeps those', async () => {
    const { get, paths } = aPrometheus();
    const read = createMetricsReader(get, () => NOW);
    await read(question());
    expect(paths.some((path) => path.startsWith('/api/v1/rules'))).toBe(false);
    const fact = await read(question({ alerts: ['Slow', 'Missing'] }));
    expect(paths).toContain('/api/v1/rules?type=alert');
    expect(fact).toMatchObject({ value: { alerts: [{ name: 'Slow', healthy: true }] } });
  });
});

describe('an answer that is not whole', () => {
  const notWhole: [string, string][] = [
    ['a refusal', JSON.stringify({ status: 'error', error: 'out of memory' })],
    ['a warning', JSON.stringify({ ...(JSON.parse(vector([])) as object), warnings: ['partial'] })],
    ['no JSON', '<html>'],
    ['NaN', vector([{ metric: {}, value: [0, 'NaN'] }])],
  ];

  it.each(notWhole)('with %s to any one query makes all of it unknown', async (_title, text) => {
    const { get: good, paths } = aPrometheus();
    await createMetricsReader(good, () => NOW)(question({ instants: [NOW], alerts: ['Slow'] }));
    for (const broken of paths) {
      const { get } = aPrometheus((path) => (path === broken ? text : null));
      const read = createMetricsReader(get, () => NOW);
      const fact = await read(question({ instants: [NOW], alerts: ['Slow'] }));
      expect(fact).toMatchObject({
        known: false,
        at: NOW,
        reason: expect.stringContaining('Prometheus could not be asked: ') as string,
      });
    }
  });

  it('is unknown with the reason when Prometheus is away', async () => {
    const away = () => Promise.reject(new Error('connection refused'));
    expect(await createMetricsReader(away, () => NOW)(question())).toEqual({
      known: false,
      at: NOW,
      reason: 'Prometheus could not be asked: connection refused',
    });
  });

  it('is not remembered', async () => {
    let isAway = true;
    const { get } = aPrometheus((path) => (isAway && path.includes('istio_build') ? '' : null));
    const read = createMetricsReader(get, () => NOW);
    expect((await read(question())).known).toBe(false);
    isAway = false;
    expect((await read(question())).known).toBe(true);
  });
});

describe("a count of the team's own", () => {
  const answering = (bad: string) =>
    aPrometheus((path) => {
      const found = (value: string) =>
        vector([{ metric: { namespace: 'shop' }, value: [0, value] }]);
      if (path.includes('orders_bad')) return found(bad);
      return path.includes('orders_all') ? found('10') : null;
    });

  it('is asked for at the same instants', async () => {
    const { get, times } = answering('1');
    const fact = await createMetricsReader(get, () => NOW)(question({ counts: [ORDERS] }));
    expect(fact).toMatchObject({
      known: true,
      value: { snapshots: [{}, { own: [{ name: 'orders', bad: 1, all: 10 }], unread: {} }] },
    });
    expect(new Set(times()).size).toBe(2);
  });

  it('that Prometheus refuses leaves everything else known', async () => {
    const { get: good } = aPrometheus();
    const get = (path: string) =>
      path.includes('orders_bad') ? Promise.reject(new Error('it answered 400')) : good(path);
    const fact = await createMetricsReader(get, () => NOW)(question({ counts: [ORDERS] }));
    expect(fact).toMatchObject({
      known: true,
      value: { snapshots: [{}, { unread: { orders: 'it answered 400' } }] },
    });
  });

  it('that cannot be read leaves everything else known, and is asked for again', async () => {
    const { get, paths } = answering('NaN');
    const read = createMetricsReader(get, () => NOW);
    const asked = question({ counts: [ORDERS], instants: [OLD] });
    expect(await read(asked)).toMatchObject({
      known: true,
      value: {
        snapshots: [{ own: [], unread: { orders: expect.stringContaining('NaN') as string } }],
      },
    });
    paths.length = 0;
    await read(asked);
    expect(paths).not.toEqual([]);
  });
});

describe('what was read before', () => {
  it('is not asked again once it is a minute old', async () => {
    const { get, paths, times } = aPrometheus();
    const read = createMetricsReader(get, () => NOW);
    const first = await read(question());
    paths.length = 0;
    expect(await read(question())).toEqual(first);
    expect(new Set(times())).toEqual(new Set([(NOW / 1000).toFixed(3)]));
  });

  it('is asked again while samples may still come in', async () => {
    const { get, paths, times } = aPrometheus();
    const read = createMetricsReader(get, () => NOW);
    const young = NOW - 60_000;
    await read(question({ instants: [young] }));
    paths.length = 0;
    await read(question({ instants: [young, NOW] }));
    expect(times()).toContain((young / 1000).toFixed(3));
  });

  it('is asked again for other namespaces, gateways or another edge', async () => {
    const others: Partial<MetricsQuestion>[] = [
      { namespaces: ['shop', 'bank'] },
      { gateways: [] },
      { slowerThanMs: 250 },
      { counts: [ORDERS] },
    ];
    for (const other of others) {
      const { get, paths } = aPrometheus();
      const read = createMetricsReader(get, () => NOW);
      await read(question({ instants: [OLD] }));
      paths.length = 0;
      await read(question({ instants: [OLD], ...other }));
      expect(paths.length).toBeGreaterThan(0);
    }
  });

  it('is remembered however much it is, and forgotten once a look does not ask for it', async () => {
    const { get, paths } = aPrometheus();
    const read = createMetricsReader(get, () => NOW);
    const instants = Array.from({ length: 200 }, (_, index) => OLD - 1_000 * (200 - index));
    const isAsked = async (some: readonly number[]) => {
      paths.length = 0;
      await read(question({ instants: some }));
      return paths.length > 0;
    };
    expect(await isAsked(instants)).toBe(true);
    expect(await isAsked(instants)).toBe(false);
    expect(await isAsked(instants.slice(1))).toBe(false);
    expect(await isAsked(instants)).toBe(true);
  });
});
