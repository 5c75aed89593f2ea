import { readCrossing } from '../../../../lib/cluster/prometheus/read-crossing';

const AT = 1_000_000;

type Series = readonly (readonly [labels: Record<string, string>, value: number])[];

/** A Prometheus that answers by what a query is about. */
function prometheus(answers: Readonly<Record<string, Series>>) {
  const asked: string[] = [];
  const get = (path: string) => {
    const query = new URLSearchParams(path.slice(path.indexOf('?'))).get('query') ?? '';
    asked.push(query);
    const mark = Object.keys(answers).find((one) => query.startsWith(one)) ?? '';
    const result = (answers[mark] ?? []).map(([metric, value]) => ({
      metric,
      value: [AT / 1000, String(value)],
    }));
    const data = { resultType: 'vector', result };
    return Promise.resolve(JSON.stringify({ status: 'success', data }));
  };
  return { get, asked };
}

describe('what the proxies of a cluster sent', () => {
  it('is told by who answered, what got lost, and which pod sent how much to other clusters', async () => {
    const { get, asked } = prometheus({
      'sum by (destination_cluster)': [
        [{ destination_cluster: 'us-1' }, 90],
        [{ destination_cluster: 'eu-1' }, 10],
      ],
      'sum(increase': [[{}, 3]],
      'sum by (namespace, pod)': [[{ namespace: 'shop', pod: 'cart-1' }, 10]],
    });
    expect(await readCrossing(get, 'us-1', 60, () => AT)).toEqual({
      known: true,
      at: AT,
      value: {
        windowMs: 60_000,
        answered: { 'us-1': 90, 'eu-1': 10 },
        lost: 3,
        sentBy: { 'shop/cart-1': 10 },
      },
    });
    expect(asked.find((query) => query.includes('namespace, pod'))).toContain(
      'destination_cluster!~"|unknown|us-1"',
    );
  });
});
