/** A mesh configuration, and the paths below it that istiod refuses. */
export type MeshCase = readonly [mesh: string, refused: readonly string[]];

const proxy = (text: string) => `{defaultConfig: {${text}}}`;
const traffic = (text: string) => `{defaultTrafficPolicy: {${text}}}`;

/** What istiod refuses, and istioctl of 1.31 with it. */
export const REFUSED_MESHES: readonly MeshCase[] = [
  ['{proxyListenPort: 0}', ['proxyListenPort']],
  ['{proxyListenPort: 65536}', ['proxyListenPort']],
  [
    proxy('proxyAdminPort: 0, statusPort: -1'),
    ['defaultConfig.proxyAdminPort', 'defaultConfig.statusPort'],
  ],
  ['{connectTimeout: 0s}', ['connectTimeout']],
  ['{connectTimeout: 1500us}', ['connectTimeout']],
  ['{connectTimeout: 1h1ms}', ['connectTimeout']],
  ['{protocolDetectionTimeout: 100us}', ['protocolDetectionTimeout']],
  [proxy('drainDuration: 0s'), ['defaultConfig.drainDuration']],
  [proxy('drainDuration: 1.5s'), ['defaultConfig.drainDuration']],
  [
    proxy("configPath: '', binaryPath: '', serviceCluster: ''"),
    ['defaultConfig.binaryPath', 'defaultConfig.configPath', 'defaultConfig.serviceCluster'],
  ],
  [proxy("discoveryAddress: ''"), ['defaultConfig.discoveryAddress']],
  [proxy('discoveryAddress: istiod'), ['defaultConfig.discoveryAddress']],
  [proxy("discoveryAddress: 'istiod:0'"), ['defaultConfig.discoveryAddress']],
  [proxy("discoveryAddress: 'a_b:15012'"), ['defaultConfig.discoveryAddress']],
  [proxy("discoveryAddress: 'a.1:15012'"), ['defaultConfig.discoveryAddress']],
  [proxy("discoveryAddress: '192.0.2:15012'"), ['defaultConfig.discoveryAddress']],
  [proxy("discoveryAddress: '192.0.2.1.1:15012'"), ['defaultConfig.discoveryAddress']],
  [proxy("discoveryAddress: '192.0.2.256:15012'"), ['defaultConfig.discoveryAddress']],
  [proxy('statsdUdpAddress: a'), ['defaultConfig.statsdUdpAddress']],
  [proxy('envoyMetricsService: {address: a}'), ['defaultConfig.envoyMetricsService.address']],
  [
    proxy("envoyAccessLogService: {address: 'a:x'}"),
    ['defaultConfig.envoyAccessLogService.address'],
  ],
  [proxy('controlPlaneAuthPolicy: INHERIT'), ['defaultConfig.controlPlaneAuthPolicy']],
  [proxy('tracing: {zipkin: {address: zipkin}}'), ['defaultConfig.tracing.zipkin.address']],
  [proxy('tracing: {zipkin: {}}'), ['defaultConfig.tracing.zipkin.address']],
  [proxy('tracing: {datadog: {address: a_b}}'), ['defaultConfig.tracing.datadog.address']],
  [proxy("tracing: {lightstep: {address: 'a:1'}}"), ['defaultConfig.tracing.lightstep']],
  [
    proxy('tracing: {tlsSettings: {mode: MUTUAL, privateKey: a}}'),
    ['defaultConfig.tracing.tlsSettings'],
  ],
  [
    proxy('tracing: {tlsSettings: {mode: SIMPLE, credentialName: a, caCertificates: b}}'),
    ['defaultConfig.tracing.tlsSettings'],
  ],
  [proxy('privateKeyProvider: {}'), ['defaultConfig.privateKeyProvider']],
  [proxy('privateKeyProvider: {cryptomb: {}}'), ['defaultConfig.privateKeyProvider.cryptomb']],
  [
    proxy('privateKeyProvider: {qat: {pollDelay: 0s}}'),
    ['defaultConfig.privateKeyProvider.qat.pollDelay'],
  ],
  [
    proxy(
      'connectionSettings: {http2InitialStreamWindowSize: 65534, httpMaxConcurrentStreams: 0, httpIdleTimeout: -1s}',
    ),
    [
      'defaultConfig.connectionSettings.http2InitialStreamWindowSize',
      'defaultConfig.connectionSettings.httpIdleTimeout',
      'defaultConfig.connectionSettings.httpMaxConcurrentStreams',
    ],
  ],
  ["{trustDomain: ''}", ['trustDomain']],
  ['{trustDomain: a_b}', ['trustDomain']],
  ['{trustDomainAliases: [ok, a b]}', ['trustDomainAliases.1']],
  [`{serviceSettings: [{hosts: ['*.${'a.'.repeat(126)}bc']}]}`, ['serviceSettings.0.hosts.0']],
  [
    "{serviceSettings: [{hosts: ['*.ok', 'a_b', 'a.*.b']}]}",
    ['serviceSettings.0.hosts.1', 'serviceSettings.0.hosts.2'],
  ],
  ['{meshMTLS: {ecdhCurves: [P-256]}}', ['meshMTLS.ecdhCurves']],
  [
    '{localityLbSetting: {distribute: [{from: a, to: {a: 50, b: 40}}]}}',
    ['localityLbSetting.distribute.0.to'],
  ],
  [
    '{localityLbSetting: {distribute: [{from: a, to: {a: 0, b: 100}}]}}',
    ['localityLbSetting.distribute.0.to.a'],
  ],
  [
    '{localityLbSetting: {distribute: [{from: a, to: {b: 100}}], failover: [{from: a, to: b}]}}',
    ['localityLbSetting'],
  ],
  [
    '{localityLbSetting: {distribute: [{from: a, to: {a: 100}}, {from: a/b, to: {a: 100}}]}}',
    ['localityLbSetting.distribute.1'],
  ],
  [
    '{localityLbSetting: {distribute: [{from: a/*, to: {a: 100}}, {from: a/b, to: {a: 100}}]}}',
    ['localityLbSetting.distribute.1'],
  ],
  [
    '{localityLbSetting: {distribute: [{from: a*b, to: {a: 100}}]}}',
    ['localityLbSetting.distribute.0'],
  ],
  [
    '{localityLbSetting: {distribute: [{from: a//b, to: {a: 100}}]}}',
    ['localityLbSetting.distribute.0'],
  ],
  [
    '{localityLbSetting: {failover: [{from: a, to: a}, {from: a/b, to: c}]}}',
    ['localityLbSetting.failover.0', 'localityLbSetting.failover.1'],
  ],
  [
    '{localityLbSetting: {failover: [{from: a, to: b}], failoverPriority: [topology.istio.io/subzone, own]}}',
    ['localityLbSetting.failoverPriority.0'],
  ],
  ['{zoneAwareLbSetting: {failover: [{from: a, to: a}]}}', ['zoneAwareLbSetting.failover.0']],
  [
    '{zoneAwareLbSetting: {failoverPriority: [topology.kubernetes.io/zone]}}',
    ['zoneAwareLbSetting.failoverPriority.0'],
  ],
  [traffic('connectionPool: {}'), ['defaultTrafficPolicy.connectionPool']],
  [
    traffic('connectionPool: {http: {maxRetries: -1}}'),
    ['defaultTrafficPolicy.connectionPool.http.maxRetries'],
  ],
  [
    traffic('connectionPool: {http: {h2UpgradePolicy: UPGRADE, useClientProtocol: true}}'),
    ['defaultTrafficPolicy.connectionPool.http.useClientProtocol'],
  ],
  [
    traffic('connectionPool: {tcp: {connectTimeout: 1us}}'),
    ['defaultTrafficPolicy.connectionPool.tcp.connectTimeout'],
  ],
  [
    traffic('outlierDetection: {maxEjectionPercent: 101}'),
    ['defaultTrafficPolicy.outlierDetection.maxEjectionPercent'],
  ],
  [
    traffic('outlierDetection: {consecutiveLocalOriginFailures: 1}'),
    ['defaultTrafficPolicy.outlierDetection.consecutiveLocalOriginFailures'],
  ],
];

/** What both take. */
export const TAKEN_MESHES: readonly string[] = [
  '{}',
  '{proxyListenPort: 65535, connectTimeout: 1h, protocolDetectionTimeout: 0s}',
  "{proxyListenPort: '15001'}",
  '{connectTimeout: 1ms, protocolDetectionTimeout: -1s}',
  traffic('connectionPool: {http: {h2UpgradePolicy: UPGRADE, useClientProtocol: false}}'),
  traffic('connectionPool: {http: {h2UpgradePolicy: DO_NOT_UPGRADE, useClientProtocol: true}}'),
  proxy('drainDuration: 1m5s, statusPort: 1, proxyAdminPort: 65535'),
  proxy("discoveryAddress: '[::1]:15012'"),
  proxy("discoveryAddress: '192.0.2.1:15012'"),
  proxy("discoveryAddress: 'istiod.istio-system.svc.:15012'"),
  proxy("statsdUdpAddress: '', envoyMetricsService: {address: ''}"),
  proxy('controlPlaneAuthPolicy: NONE'),
  proxy("tracing: {zipkin: {address: '$(HOST_IP):9411'}}"),
  proxy("tracing: {lightstep: {address: 'a:1', accessToken: b}}"),
  proxy('tracing: {tlsSettings: {mode: MUTUAL, credentialName: a}}'),
  proxy('tracing: {tlsSettings: {mode: SIMPLE}}'),
  proxy('privateKeyProvider: {cryptomb: {pollDelay: 2ms}}'),
  proxy('connectionSettings: {http2InitialStreamWindowSize: 65535, httpIdleTimeout: 0s}'),
  '{trustDomain: a.1, trustDomainAliases: [b, c.d.]}',
  "{serviceSettings: [{hosts: ['*', '*.local', '*-a.b', a.b]}]}",
  '{tlsDefaults: {ecdhCurves: [P-256, X25519]}}',
  '{localityLbSetting: {distribute: [{from: a/b, to: {a: 60, b: 40}}, {from: a/*, to: {a: 100}}]}}',
  '{localityLbSetting: {failover: [{from: a, to: b}], failoverPriority: [own]}}',
  '{zoneAwareLbSetting: {failover: [{from: a, to: b}], failoverPriority: [own]}}',
  traffic('connectionPool: {tcp: {idleTimeout: 0s, tcpKeepalive: {time: 1s}}}'),
  traffic(
    'outlierDetection: {consecutiveLocalOriginFailures: 1, splitExternalLocalOriginErrors: true, maxEjectionPercent: 100}',
  ),
];
