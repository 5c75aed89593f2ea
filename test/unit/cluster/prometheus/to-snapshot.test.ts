import type { Sample } from '../../../../lib/cluster/prometheus/parse-answer';
import { toSnapshot, type SnapshotSamples } from '../../../../lib/cluster/prometheus/to-snapshot';
import { countBetween } from '../../../../lib/rollout/metrics/count-requests';

const AT = 1_000_000;

const snapshot = (samples: Partial<SnapshotSamples>, at = AT) =>
  toSnapshot(at, {
    requests: [],
    durations: [],
    durationsWithin: [],
    scraped: [],
    certificates: [],
    ...samples,
  });

const sample = (value: number, labels: Record<string, string>): Sample => ({ labels, value });

/** A request that pod shop/cart-1 received. */
const request = (value: number, labels: Record<string, string> = {}): Sample =>
  sample(value, {
    namespace: 'shop',
    pod: 'cart-1',
    reporter: 'destination',
    source_workload: 'web',
    source_workload_namespace: 'front',
    destination_service: 'cart.shop.svc.cluster.local',
    destination_workload_namespace: 'shop',
    response_code: '200',
    response_flags: '-',
    connection_security_policy: 'mutual_tls',
    ...labels,
  });

const atCaller = (value: number, labels: Record<string, string> = {}) =>
  request(value, { namespace: 'front', pod: 'web-1', reporter: 'source', ...labels });

describe('the requests of a snapshot', () => {
  it('carry the labels that gates ask for', () => {
    expect(snapshot({ requests: [request(7)] }).requests).toEqual([
      {
        pod: 'shop/cart-1',
        reporter: 'destination',
        sourceWorkload: 'web',
        sourceNamespace: 'front',
        destinationNamespace: 'shop',
        responseCode: '200',
        responseFlags: '-',
        grpcStatus: '',
        security: 'mutual_tls',
        value: 7,
      },
    ]);
  });

  it.each(['UH', 'UF'])(
    'belong to the namespace that was asked also where %s kept them from any workload',
    (response_flags) => {
      const unreached = atCaller(3, {
        destination_workload_namespace: 'unknown',
        response_code: '503',
        response_flags,
      });
      expect(snapshot({ requests: [unreached] }).requests).toMatchObject([
        { pod: 'front/web-1', reporter: 'source', destinationNamespace: 'shop' },
      ]);
    },
  );

  it.each(['unknown', 'example.org', 'cart', 'a.cart.shop.svc.cluster.local', ''])(
    'belong to no namespace when "%s" was asked',
    (destination_service) => {
      const requests = [atCaller(3, { destination_service })];
      expect(snapshot({ requests }).requests).toMatchObject([{ destinationNamespace: '' }]);
    },
  );

  it('are seen by waypoints from the side of the caller', () => {
    const requests = [atCaller(3, { reporter: 'waypoint' })];
    expect(snapshot({ requests }).requests).toMatchObject([{ reporter: 'source' }]);
  });

  it('count once when two queries found them', () => {
    expect(snapshot({ requests: [atCaller(3), request(5), atCaller(3)] }).requests).toMatchObject([
      { value: 3 },
      { value: 5 },
    ]);
  });

  it('of two services of a namespace count together, not one instead of the other', () => {
    const till = { destination_service: 'till.shop.svc.cluster.local' };
    const both = (cart: number, other: number) => [atCaller(cart), atCaller(other, till)];
    const before = snapshot({ requests: both(1_000, 10), scraped: [scrapedAt(1)] });
    const after = snapshot({ requests: both(1_005, 12) }, AT + 1);
    expect(after.requests).toMatchObject([{ value: 1_017 }]);
    const { requests } = countBetween(before, after, () => null, Number.POSITIVE_INFINITY);
    expect(requests.reduce((sum, { value }) => sum + value, 0)).toBe(7);
  });
});

const scrapedAt = (seconds: number) => sample(seconds, { namespace: 'front', pod: 'web-1' });

describe('the durations of a snapshot', () => {
  const duration = (value: number, pod = 'cart-1') =>
    sample(value, { namespace: 'shop', pod, destination_workload_namespace: 'shop' });

  it('are joined with those within the edge, pod by pod', () => {
    const { durations } = snapshot({
      durations: [duration(10), duration(20, 'cart-2')],
      durationsWithin: [duration(19, 'cart-2'), duration(8)],
    });
    expect(durations).toEqual([
      { pod: 'shop/cart-1', destinationNamespace: 'shop', all: 10, fast: 8 },
      { pod: 'shop/cart-2', destinationNamespace: 'shop', all: 20, fast: 19 },
    ]);
  });

  it('are of unknown speed where the histogram has no such edge', () => {
    const { durations } = snapshot({
      durations: [duration(10)],
      durationsWithin: [duration(8, 'cart-2')],
    });
    expect(durations).toMatchObject([{ all: 10, fast: null }]);
  });

  it('may all be within the edge, or none', () => {
    const { durations } = snapshot({ durations: [duration(10)], durationsWithin: [duration(0)] });
    expect(durations).toMatchObject([{ fast: 0 }]);
  });
});

it('tells when each proxy was scraped, in milliseconds', () => {
  expect(snapshot({ scraped: [scrapedAt(1_234.5)] })).toEqual({
    at: AT,
    requests: [],
    durations: [],
    scraped: { 'front/web-1': 1_234_500 },
    certificates: {},
    own: [],
    unread: {},
  });
});

it('tells when the certificate of each proxy expires, from what is left of it', () => {
  const left = sample(3_600, { namespace: 'front', pod: 'web-1' });
  expect(snapshot({ certificates: [left] }, AT).certificates).toEqual({
    'front/web-1': AT + 3_600_000,
  });
});
