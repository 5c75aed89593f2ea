import { TrafficModel, type TrafficProxy } from '../../../../lab/agent/traffic/traffic-model';
import { parseCalls } from '../../../../lab/agent/traffic/calls';
import { ProxyMetrics } from '../../../../lab/agent/traffic/proxy-metrics';

const HOST = 'catalog.catalog.svc.cluster.local';
const CLUSTER = `outbound|8080||${HOST}`;

function proxy(
  namespace: string,
  name: string,
  address: string,
  changes: Partial<TrafficProxy> = {},
) {
  const counted: Record<string, number> = {};
  const built: TrafficProxy = {
    caller: {
      pod: `${namespace}/${name}`,
      namespace,
      workload: namespace,
      serviceAccount: namespace,
      app: namespace,
      version: 'v1',
    },
    address,
    revision: '1-30',
    ready: true,
    gateway: null,
    hasCertificate: true,
    calls: [],
    config: {
      clusters: new Map([[CLUSTER, { mutualTls: true }]]),
      endpoints: new Map([
        [CLUSTER, ['10.0.0.3', '10.0.0.4'].map((one) => ({ address: one, mutualTls: true }))],
      ]),
      routes: new Map([['8080', [{ domains: [HOST], cluster: CLUSTER }]]]),
    },
    metrics: {
      count: (reporter, _caller, { code }) => {
        const key = `${reporter} ${String(code)}`;
        counted[key] = (counted[key] ?? 0) + 1;
      },
    },
    ...changes,
  };
  return { ...built, counted };
}

const calls = (perSecond: number) => [{ host: HOST, port: 8080, perSecond }];

function shop(perSecond: number) {
  return [
    proxy('frontend', 'a', '10.0.0.1', { calls: calls(perSecond) }),
    proxy('frontend', 'b', '10.0.0.2', { calls: calls(perSecond) }),
    proxy('catalog', 'a', '10.0.0.3'),
    proxy('catalog', 'b', '10.0.0.4'),
  ];
}

function run(proxies: ReturnType<typeof shop>, steps: readonly number[]): void {
  const model = new TrafficModel();
  for (const at of steps) model.step(proxies, [], at);
}

describe('the traffic of a workload', () => {
  it('is sent at its rate, in turn from each of its pods to each endpoint', () => {
    const proxies = shop(40);
    run(proxies, [0, 250, 500, 750, 1000]);
    const counts = proxies.map(({ counted }) => counted);
    expect(counts).toEqual([
      { 'source 200': 20 },
      { 'source 200': 20 },
      { 'destination 200': 20 },
      { 'destination 200': 20 },
    ]);
  });

  it('keeps what is less than one request for the next step', () => {
    const proxies = shop(1);
    run(proxies, [0, 300, 600, 900]);
    expect(proxies[0]?.counted).toEqual({});
    run(proxies, [0, 300, 600, 900, 1200]);
    expect(proxies[0]?.counted).toEqual({ 'source 200': 1 });
  });

  it('does not make up for a time in which the lab stood still', () => {
    const proxies = shop(10);
    run(proxies, [0, 60_000]);
    const sent = proxies.map(({ counted }) => counted['source 200'] ?? 0);
    expect(sent[0]).toBe(5);
  });

  it('is not sent by a pod that is not ready', () => {
    const [a, ...others] = shop(40);
    if (a === undefined) throw new Error('no pod');
    const waiting = { ...a, ready: false };
    run([waiting, ...others], [0, 1000]);
    expect(waiting.counted).toEqual({});
    expect(others[0]?.counted).toEqual({ 'source 200': 40 });
  });
});

describe('the calls of a pod', () => {
  it('are read from its annotation', () => {
    expect(parseCalls(undefined)).toEqual([]);
    expect(parseCalls('a.b:80=5, c:8080=0.5')).toEqual([
      { host: 'a.b', port: 80, perSecond: 5 },
      { host: 'c', port: 8080, perSecond: 0.5 },
    ]);
  });

  it.each(['a.b=5', 'a.b:80', 'a.b:80=fast', ':80=1'])(
    'are refused as %p, which is named',
    (text) => {
      expect(() => parseCalls(`ok:1=1,${text}`)).toThrow(`"${text}"`);
    },
  );
});

describe('the metrics of a proxy', () => {
  it('are those of Istio: what the caller sees and what the callee sees', async () => {
    const metrics = new ProxyMetrics('1.31.0');
    const { caller } = proxy('frontend', 'a', '10.0.0.1');
    const callee = {
      ...proxy('catalog', 'a', '10.0.0.3').caller,
      revision: '1-31',
      ready: true,
      received: 0,
    };
    const outcome = {
      code: 200,
      flags: '-',
      callee,
      service: HOST,
      security: 'mutual_tls',
      milliseconds: 12,
    } as const;
    metrics.count('source', caller, outcome, 3);
    metrics.count('source', caller, { ...outcome, code: 503, flags: 'UH', callee: null });
    const text = await metrics.text(Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 1));
    expect(text).toMatch(/istio_build\{component="proxy",tag="1.31.0"\} 1/);
    expect(text).toMatch(/istio_agent_cert_expiry_seconds\{resource_name="default"\} 86400/);
    const lines = text.split('\n').filter((line) => line.startsWith('istio_requests_total'));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/destination_workload_namespace="catalog".* 3$/);
    expect(lines[0]).toContain('connection_security_policy="unknown"');
    // A caller learns of the workload from the one that answers: here nobody did.
    expect(lines[1]).toContain('destination_workload_namespace="unknown"');
    expect(lines[1]).toContain(`destination_service="${HOST}"`);
    expect(text).toMatch(
      /istio_request_duration_milliseconds_bucket\{le="25",reporter="source".*\} 3/,
    );
  });

  describe('of users', () => {
    const behind = (is: boolean) => ({ gateway: { key: 'edge/ingress', behind: is } });
    const generations = (old: boolean, fresh: boolean) => [
      proxy('edge', 'old', '10.0.0.1', { calls: calls(40), ...behind(old) }),
      proxy('edge', 'new', '10.0.0.2', { calls: calls(40), ...behind(fresh) }),
      proxy('catalog', 'a', '10.0.0.3'),
      proxy('catalog', 'b', '10.0.0.4'),
    ];
    const usersOf = (proxies: ReturnType<typeof generations>) => {
      const model = new TrafficModel();
      for (const at of [0, 500, 1000]) model.step(proxies, [], at);
      return model.users;
    };

    it('comes to the pods behind the address of a gateway, of whatever generation, at its rate', () => {
      const both = generations(true, true);
      expect(usersOf(both)).toEqual({ sent: 40, failed: 0 });
      expect(both.map(({ counted }) => counted['source 200'])).toEqual([
        20,
        20,
        undefined,
        undefined,
      ]);
      const beside = generations(true, false);
      expect(usersOf(beside)).toEqual({ sent: 40, failed: 0 });
      expect(beside[1]?.counted).toEqual({});
    });

    it('fails at an address that nobody is behind', () => {
      expect(usersOf(generations(false, false))).toEqual({ sent: 40, failed: 40 });
    });

    it('fails where nobody answers it, and where the answer is an error', () => {
      const [old, fresh] = generations(true, true);
      expect(usersOf([old!, fresh!])).toEqual({ sent: 40, failed: 40 });
    });
  });
});
