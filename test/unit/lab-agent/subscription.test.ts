import { join } from 'node:path';
import { loadSync } from 'protobufjs';
import { createSubscription } from '../../../lab/agent/subscription';
import {
  decodeResponse,
  encodeRequest,
  endpointNames,
  routeNames,
  TYPE,
  type DiscoveryRequest,
} from '../../../lab/agent/xds-codec';

const proto = loadSync(join(__dirname, '../../../lab/agent/xds.proto'));
const encode = (type: string, value: object) => {
  const message = proto.lookupType(`lab.${type}`);
  return message.encode(message.fromObject(value)).finish();
};
const cluster = (value: object) => ({ value: encode('Cluster', value) });
const HCM =
  'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const filter = (type_url: string, value: Uint8Array) => ({ typedConfig: { type_url, value } });
const http = (routeConfigName: string) =>
  filter(HCM, encode('HttpConnectionManager', { rds: { routeConfigName } }));
const listener = (value: object) => ({ value: encode('Listener', value) });

describe('what a proxy asks for', () => {
  it('is endpoints of EDS clusters by their service name, else by their own', () => {
    const eds = (name: string, serviceName?: string) =>
      cluster({
        name,
        type: 3,
        edsClusterConfig: serviceName === undefined ? {} : { serviceName },
      });
    const clusters = [eds('b', 'outbound|80||b'), eds('a'), eds('a'), cluster({ name: 'static' })];
    expect(endpointNames(clusters)).toEqual(['a', 'outbound|80||b']);
  });

  it('is routes of HTTP connection managers in every filter chain, each once', () => {
    const listeners = [
      listener({ name: '1', filterChains: [{ filters: [http('80')] }, { filters: [http('80')] }] }),
      listener({ name: '2', defaultFilterChain: { filters: [http('8080')] } }),
      listener({
        name: '3',
        filterChains: [{ filters: [filter('x.TcpProxy', http('9').typedConfig.value)] }],
      }),
      listener({ name: '4' }),
    ];
    expect(routeNames(listeners)).toEqual(['80', '8080']);
  });

  it('is not taken from an inline route', () => {
    const inline = filter(HCM, encode('HttpConnectionManager', {}));
    expect(routeNames([listener({ filterChains: [{ filters: [inline] }] })])).toEqual([]);
  });
});

describe('the wire format', () => {
  it('carries a request with its node, numbers and nested metadata included', () => {
    const bytes = encodeRequest({
      typeUrl: TYPE.cluster,
      resourceNames: ['a'],
      versionInfo: 'v',
      responseNonce: 'n',
      node: { id: 'sidecar~1', metadata: { LABELS: { app: 'x' }, PROXY_CONFIG: {}, N: 1 } },
    });
    const type = proto.lookupType('lab.DiscoveryRequest');
    expect(type.toObject(type.decode(bytes))).toEqual({
      typeUrl: TYPE.cluster,
      resourceNames: ['a'],
      versionInfo: 'v',
      responseNonce: 'n',
      node: {
        id: 'sidecar~1',
        metadata: {
          fields: {
            LABELS: { structValue: { fields: { app: { stringValue: 'x' } } } },
            PROXY_CONFIG: { structValue: {} },
            N: { numberValue: 1 },
          },
        },
      },
    });
  });

  it('reads a response with nothing in it as empty, not as absent', () => {
    const bytes = Buffer.from(encode('DiscoveryResponse', { typeUrl: TYPE.route, nonce: 'n' }));
    expect(decodeResponse(bytes)).toMatchObject({ versionInfo: '', resources: [], nonce: 'n' });
  });
});

describe('a subscription', () => {
  const node = { id: 'sidecar~1', metadata: {} };
  const start = (refuses = () => false) => {
    const sent: DiscoveryRequest[] = [];
    const accepted: string[] = [];
    let ready = 0;
    const subscription = createSubscription({
      send: (request) => sent.push(request),
      onReady: () => (ready += 1),
      onAccepted: ({ nonce }) => accepted.push(nonce),
      refuses,
    });
    subscription.start(node);
    const receive = (typeUrl: string, nonce: string, resources: { value: Uint8Array }[] = []) => {
      sent.length = 0;
      subscription.receive({ typeUrl, versionInfo: `v-${nonce}`, nonce, resources });
      return [...sent];
    };
    return { sent: [...sent], receive, accepted, ready: () => ready };
  };
  const eds = (name: string) => cluster({ name, type: 3 });
  const ack = (typeUrl: string, nonce: string, resourceNames: string[] = []) => ({
    typeUrl,
    versionInfo: `v-${nonce}`,
    responseNonce: nonce,
    resourceNames,
  });
  const first = (typeUrl: string, resourceNames: string[]) => ({
    typeUrl,
    versionInfo: '',
    responseNonce: '',
    resourceNames,
  });

  it('begins with clusters and listeners, and names its node once', () => {
    expect(start().sent).toEqual([{ ...first(TYPE.cluster, []), node }, first(TYPE.listener, [])]);
  });

  it('acknowledges clusters with version and nonce, then asks for their endpoints', () => {
    const { receive } = start();
    expect(receive(TYPE.cluster, '1', [eds('a')])).toEqual([
      ack(TYPE.cluster, '1'),
      first(TYPE.endpoint, ['a']),
    ]);
    expect(receive(TYPE.endpoint, '2')).toEqual([ack(TYPE.endpoint, '2', ['a'])]);
  });

  it('asks again only when the names change, on top of the last nonce', () => {
    const { receive } = start();
    receive(TYPE.cluster, '1', [eds('a')]);
    receive(TYPE.endpoint, '2');
    expect(receive(TYPE.cluster, '3', [eds('a')])).toEqual([ack(TYPE.cluster, '3')]);
    expect(receive(TYPE.cluster, '4', [eds('a'), eds('b')])).toEqual([
      ack(TYPE.cluster, '4'),
      ack(TYPE.endpoint, '2', ['a', 'b']),
    ]);
  });

  it('tells names apart that only join to the same text', () => {
    const { receive } = start();
    receive(TYPE.cluster, '1', [eds('a,b')]);
    expect(receive(TYPE.cluster, '2', [eds('a'), eds('b')])).toHaveLength(2);
  });

  it('ends a subscription when nothing is named any more, and begins it afresh later', () => {
    const { receive } = start();
    receive(TYPE.cluster, '1', [eds('a')]);
    receive(TYPE.endpoint, '2');
    expect(receive(TYPE.cluster, '3')).toEqual([ack(TYPE.cluster, '3'), ack(TYPE.endpoint, '2')]);
    expect(receive(TYPE.endpoint, '4')).toEqual([]);
    expect(receive(TYPE.cluster, '5', [eds('b')])).toEqual([
      ack(TYPE.cluster, '5'),
      first(TYPE.endpoint, ['b']),
    ]);
  });

  it('refuses with the version before, and takes what comes once it may', () => {
    let refuses = false;
    const { receive, accepted } = start(() => refuses);
    receive(TYPE.cluster, '1');
    refuses = true;
    const [refused] = receive(TYPE.cluster, '2');
    expect(refused).toMatchObject({
      versionInfo: 'v-1',
      responseNonce: '2',
      errorDetail: { code: 13 },
    });
    refuses = false;
    expect(receive(TYPE.cluster, '3')).toEqual([ack(TYPE.cluster, '3')]);
    expect(accepted).toEqual(['1', '3']);
  });

  it('is not ready by what it refused', () => {
    const { receive, ready } = start(() => true);
    receive(TYPE.cluster, '1');
    receive(TYPE.listener, '2');
    expect(ready()).toBe(0);
  });

  it('is ready once, after both clusters and listeners are acknowledged', () => {
    const { receive, ready } = start();
    receive(TYPE.cluster, '1');
    expect(ready()).toBe(0);
    receive(TYPE.listener, '2');
    receive(TYPE.listener, '3');
    expect(ready()).toBe(1);
  });
});
