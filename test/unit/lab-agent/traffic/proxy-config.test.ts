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
      { address: '10.0.0.1', mutualTls: true },
      { address: '10.0.0.2', mutualTls: false },
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

  it('is not changed by listeners, which name routes only', () => {
    expect(withResponse(NO_CONFIG, response(TYPE.listener))).toBe(NO_CONFIG);
  });
});
