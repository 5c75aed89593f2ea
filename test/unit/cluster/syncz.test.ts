import { parseSyncz as parse } from '../../../lib/cluster/syncz';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const parseSyncz = (text: string) => parse(text, NOW);

const synced = {
  proxy: 'cart-1.shop',
  istio_version: '1.31.0',
  cluster_sent: 'a',
  cluster_acked: 'a',
  listener_sent: 'b',
  listener_acked: 'b',
  route_sent: 'c',
  route_acked: 'c',
  endpoint_sent: 'd',
  endpoint_acked: 'd',
};

describe('parseSyncz', () => {
  it('calls a proxy synced when everything sent was acknowledged', () => {
    expect(parseSyncz(JSON.stringify([synced]))).toEqual([
      { cluster: '', proxy: 'cart-1.shop', version: '1.31.0', state: 'synced', message: '' },
    ]);
  });

  it('says which cluster a proxy is in, as it told istiod', () => {
    const [proxy] = parseSyncz(JSON.stringify([{ ...synced, cluster_id: 'us-1' }]));
    expect(proxy).toMatchObject({ cluster: 'us-1', proxy: 'cart-1.shop' });
  });

  it('calls a proxy stale when one type was sent again and not acknowledged', () => {
    const [proxy] = parseSyncz(JSON.stringify([{ ...synced, route_sent: 'e' }]));
    expect(proxy).toMatchObject({ state: 'stale', message: 'route stale' });
  });

  it.each([
    { sentTime: '2026-11-26T11:59:31.5Z', route_acked: 'c', state: 'synced' },
    { sentTime: '2026-11-26T11:59:29Z', route_acked: 'c', state: 'stale' },
    { sentTime: '2026-11-26T12:10:00Z', route_acked: 'c', state: 'stale' },
    // It has never taken any: that is no push in passing.
    { sentTime: '2026-11-26T11:59:59Z', route_acked: '', state: 'stale' },
    { sentTime: 'never', route_acked: 'c', state: 'stale' },
  ])('gives a push half a minute: $state where it was made at $sentTime', (row) => {
    const { sentTime, route_acked, state } = row;
    const type = 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration';
    const entry = { ...synced, route_sent: 'e', route_acked, resources: { [type]: { sentTime } } };
    expect(parseSyncz(JSON.stringify([entry]))[0]).toMatchObject({ state });
  });

  it('calls a proxy not sent while it has no listeners', () => {
    const [proxy] = parseSyncz(
      JSON.stringify([{ ...synced, listener_sent: '', listener_acked: '' }]),
    );
    expect(proxy).toMatchObject({ state: 'not-sent' });
  });

  it('accepts a proxy that has no routes and no endpoints to be sent', () => {
    const quiet = {
      ...synced,
      route_sent: '',
      route_acked: '',
      endpoint_sent: '',
      endpoint_acked: '',
    };
    expect(parseSyncz(JSON.stringify([quiet]))[0]).toMatchObject({ state: 'synced' });
  });

  it('calls a proxy in error when it rejected a type, with the reason', () => {
    const rejected = { ...synced, resources: { LDS: { lastError: 'bad filter' } } };
    expect(parseSyncz(JSON.stringify([rejected]))[0]).toMatchObject({
      state: 'error',
      message: 'LDS rejected: bad filter',
    });
  });

  it('takes the worst state when one type is stale and another was never sent', () => {
    const mixed = { ...synced, cluster_sent: 'z', listener_sent: '', listener_acked: '' };
    expect(parseSyncz(JSON.stringify([mixed]))[0]).toMatchObject({ state: 'stale' });
  });

  it('reads an istiod without proxies as an empty list', () => {
    expect(parseSyncz('null')).toEqual([]);
    expect(parseSyncz('[]')).toEqual([]);
  });

  it('fails on an answer that is not the list, rather than seeing no proxies', () => {
    expect(() => parseSyncz('{"error":"unauthorized"}')).toThrow('something else than a list');
    expect(() => parseSyncz('<html>')).toThrow();
  });
});
