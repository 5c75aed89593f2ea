import { join } from 'node:path';
import { loadSync } from 'protobufjs';
import { NO_CONFIG, withResponse } from '../../../../lab/agent/traffic/proxy-config';
import { TYPE } from '../../../../lab/agent/xds-codec';

const proto = loadSync(join(__dirname, '../../../../lab/agent/xds.proto'));
const resource = (type: string, value: object) => {
  const message = proto.lookupType(`lab.${type}`);
  return { value: message.encode(message.fromObject(value)).finish() };
};
const response = (typeUrl: string, ...resources: { value: Uint8Array }[]) => ({
  typeUrl,
  versionInfo: 'v',
  nonce: 'n',
  resources,
});

const secured = {
  transportSocketMatches: [{ name: 'tlsMode-istio' }, { name: 'tlsMode-disabled' }],
};
const endpoint = (address: string, tlsMode?: string) => ({
  endpoint: { address: { socketAddress: { address, portValue: 8080 } } },
  ...(tlsMode === undefined
    ? {}
    : {
        metadata: {
          filterMetadata: {
            'envoy.transport_socket_match': { fields: { tlsMode: { stringValue: tlsMode } } },
          },
        },
      }),
});

describe('what a proxy goes by', () => {
  const clusters = response(
    TYPE.cluster,
    resource('Cluster', { name: 'a', type: 3, ...secured }),
    resource('Cluster', { name: 'b', type: 3 }),
  );
  const endpoints = response(
    TYPE.endpoint,
    resource('ClusterLoadAssignment', {
      clusterName: 'a',
      endpoints: [
        { lbEndpoints: [endpoint('10.0.0.1', 'istio')] },
        { lbEndpoints: [endpoint('10.0.0.2')] },
      ],
    }),
  );

  it('is clusters with their transport, and endpoints of every locality with theirs', () => {
    const config = withResponse(withResponse(NO_CONFIG, clusters), endpoints);
    expect([...config.clusters]).toEqual([
      ['a', { mutualTls: true }],
      ['b', { mutualTls: false }],
    ]);
    expect(config.endpoints.get('a')).toEqual([
      { address: '10.0.0.1', port: 8080, mutualTls: true },
      { address: '10.0.0.2', port: 8080, mutualTls: false },
    ]);
  });

  it('loses what a later list of clusters does not name, and keeps endpoints that did not change', () => {
    const config = withResponse(withResponse(NO_CONFIG, clusters), endpoints);
    const other = response(TYPE.endpoint, resource('ClusterLoadAssignment', { clusterName: 'b' }));
    const both = withResponse(config, other);
    expect([both.endpoints.get('a')?.length, both.endpoints.get('b')]).toEqual([2, []]);
    const fewer = withResponse(both, response(TYPE.cluster, resource('Cluster', { name: 'b' })));
    expect([...fewer.endpoints.keys()]).toEqual(['b']);
  });

  it('is the cluster of the first route of each virtual host, weighted ones included', () => {
    const routes = response(
      TYPE.route,
      resource('RouteConfiguration', {
        name: '8080',
        virtualHosts: [
          { domains: ['a', 'a.ns'], routes: [{ route: { cluster: 'a' } }] },
          {
            domains: ['b'],
            routes: [{ route: { weightedClusters: { clusters: [{ name: 'b' }] } } }],
          },
          { domains: ['none'], routes: [{}] },
        ],
      }),
    );
    expect(withResponse(NO_CONFIG, routes).routes.get('8080')).toEqual([
      { domains: ['a', 'a.ns'], cluster: 'a' },
      { domains: ['b'], cluster: 'b' },
      { domains: ['none'], cluster: null },
    ]);
  });

  it('has the server name of a cluster, and of endpoints their weights, as a gateway of another network has', () => {
    const sni = 'outbound_.80_._.a.ns.svc.cluster.local';
    const context = proto.lookupType('lab.UpstreamTlsContext');
    const value = context.encode(context.fromObject({ sni })).finish();
    const named = resource('Cluster', {
      name: 'a',
      type: 3,
      transportSocketMatches: [
        { name: 'tlsMode-istio', transportSocket: { typedConfig: { type_url: 'tls', value } } },
      ],
    });
    const gateway = { ...endpoint('172.31.2.1', 'istio'), loadBalancingWeight: { value: 4 } };
    const told = response(
      TYPE.endpoint,
      resource('ClusterLoadAssignment', {
        clusterName: 'a',
        endpoints: [{ lbEndpoints: [gateway] }],
      }),
    );
    const config = withResponse(withResponse(NO_CONFIG, response(TYPE.cluster, named)), told);
    expect([config.clusters.get('a'), config.endpoints.get('a')]).toEqual([
      { mutualTls: true, sni },
      [{ address: '172.31.2.1', port: 8080, weight: 4, mutualTls: true }],
    ]);
  });

  it('passes TLS on by port and server name, as the last listeners say', () => {
    const tcp = proto.lookupType('lab.TcpProxy');
    const filter = (cluster: string, name = 'tcp_proxy.v3.TcpProxy') => ({
      typedConfig: {
        type_url: `type.googleapis.com/envoy.extensions.filters.network.${name}`,
        value: tcp.encode(tcp.fromObject({ cluster })).finish(),
      },
    });
    const chain = (serverNames: string[], cluster: string) => ({
      filterChainMatch: { serverNames },
      filters: [filter('no cluster', 'rbac.v3.RBAC'), filter(cluster)],
    });
    const listener = (...filterChains: object[]) =>
      response(
        TYPE.listener,
        resource('Listener', {
          name: 'l',
          address: { socketAddress: { address: '0.0.0.0', portValue: 15443 } },
          filterChains,
        }),
      );
    const config = withResponse(
      NO_CONFIG,
      listener(chain(['a', 'b'], 'first'), chain([], 'plain'), { filterChainMatch: {} }),
    );
    expect([...(config.passthrough ?? [])]).toEqual([
      ['15443/a', 'first'],
      ['15443/b', 'first'],
    ]);
    const later = withResponse(config, listener(chain(['b'], 'second')));
    expect([...(later.passthrough ?? [])]).toEqual([['15443/b', 'second']]);
    expect(withResponse(config, response(TYPE.listener)).passthrough?.size).toBe(0);
  });

  it('is not changed by listeners that name routes only', () => {
    expect(withResponse(NO_CONFIG, response(TYPE.listener))).toBe(NO_CONFIG);
  });
});
