import type { Fault, FaultType } from '../../../../lab/agent/faults';
import { outcomeOf, type Callee, type Request } from '../../../../lab/agent/traffic/outcome';
import { NO_CONFIG, type ProxyConfig } from '../../../../lab/agent/traffic/proxy-config';

const CLUSTER = 'outbound|8080||catalog.catalog.svc.cluster.local';
const HOST = 'catalog.catalog.svc.cluster.local';
const plain = (address: string) => ({ address, mutualTls: false });
const secured = (address: string) => ({ address, mutualTls: true });

const config = (changes: Partial<ProxyConfig> = {}): ProxyConfig => ({
  clusters: new Map([[CLUSTER, { mutualTls: true }]]),
  endpoints: new Map([[CLUSTER, [secured('10.0.0.1'), secured('10.0.0.2')]]]),
  routes: new Map([['8080', [{ domains: [HOST, 'catalog.catalog'], cluster: CLUSTER }]]]),
  ...changes,
});

const callee = (changes: Partial<Callee> = {}): Callee => ({
  pod: 'catalog/a',
  namespace: 'catalog',
  workload: 'catalog',
  revision: '1-31',
  serviceAccount: 'catalog',
  version: 'v1',
  app: 'catalog',
  ready: true,
  received: 0,
  ...changes,
});

const PODS: Record<string, Callee> = {
  '10.0.0.1': callee(),
  '10.0.0.2': callee({ pod: 'catalog/b' }),
};

function send(
  changes: Partial<Request> = {},
  faults: readonly Fault[] = [],
  pods: Readonly<Record<string, Callee>> = PODS,
) {
  const request = { config: config(), hasCertificate: true, host: HOST, port: 8080, turn: 0 };
  return outcomeOf({ ...request, ...changes }, (address) => pods[address] ?? null, faults);
}

const fault = (type: FaultType, changes: Partial<Fault> = {}): Fault[] => [
  { type, revision: '1-31', namespace: 'catalog', since: 0, ...changes },
];

describe('what becomes of a request', () => {
  it('is answered with mutual TLS by the endpoint whose turn it is', () => {
    const answered = { code: 200, flags: '-', security: 'mutual_tls', service: HOST };
    expect(send()).toMatchObject({ ...answered, callee: { pod: 'catalog/a' } });
    expect(send({ turn: 1 })).toMatchObject({ ...answered, callee: { pod: 'catalog/b' } });
  });

  it.each([
    ['no route knows the host', { config: NO_CONFIG }, 404, 'NR'],
    ['its cluster is not known', { config: config({ clusters: new Map() }) }, 503, 'NC'],
    ['the cluster has no endpoint', { config: config({ endpoints: new Map() }) }, 503, 'UH'],
  ])('is answered by nobody when %s', (_when, changes, code, flags) => {
    expect(send(changes)).toMatchObject({ code, flags, callee: null });
  });

  it('goes to another endpoint when a pod is gone or not ready, and fails when all are', () => {
    const left = { '10.0.0.2': callee({ pod: 'catalog/b' }) };
    expect(send({}, [], left)).toMatchObject({ code: 200, callee: { pod: 'catalog/b' } });
    const unready = { '10.0.0.1': callee({ ready: false }) };
    expect(send({}, [], unready)).toMatchObject({ code: 503, flags: 'UF', callee: null });
  });

  it('follows the gateway route of its port, and a wildcard last', () => {
    const hosts = [
      { domains: ['*'], cluster: 'elsewhere' },
      { domains: ['shop.example.org'], cluster: CLUSTER },
    ];
    const gateway = config({ routes: new Map([['http.80', hosts]]) });
    const outcome = send({ config: gateway, host: 'shop.example.org', port: 80 });
    expect(outcome).toMatchObject({ code: 200, service: HOST });
    expect(send({ config: gateway, host: 'other', port: 80 })).toMatchObject({ flags: 'NC' });
  });

  it.each([
    ['the caller has no certificate', { hasCertificate: false }],
    [
      'the cluster has no such transport',
      { config: config({ clusters: new Map([[CLUSTER, { mutualTls: false }]]) }) },
    ],
    [
      'the endpoint does not say that it can',
      { config: config({ endpoints: new Map([[CLUSTER, [plain('10.0.0.1')]]]) }) },
    ],
  ])('comes without mutual TLS when %s', (_when, changes) => {
    expect(send(changes)).toMatchObject({ code: 200, security: 'none' });
  });
});

describe('a fault', () => {
  it('of errors spoils every fifth request of a pod, by count and not by chance', () => {
    const codes = [0, 1, 2, 3, 4, 5].map(
      (received) => send({}, fault('errors'), { '10.0.0.1': callee({ received }) }).code,
    );
    expect(codes).toEqual([500, 200, 200, 200, 200, 500]);
  });

  it('of latency, denied or plaintext changes the time, the code or the security alone', () => {
    const usual = send();
    expect(send({}, fault('latency'))).toEqual({ ...usual, milliseconds: 1500 });
    expect(send({}, fault('denied'))).toEqual({ ...usual, code: 403 });
    expect(send({}, fault('plaintext'))).toEqual({ ...usual, security: 'none' });
  });

  it.each(['errors', 'latency', 'denied', 'plaintext'] as const)(
    'of %s strikes neither another revision nor another namespace',
    (type) => {
      expect(send({}, fault(type, { revision: '1-30' }))).toEqual(send());
      expect(send({}, fault(type, { namespace: 'payments' }))).toEqual(send());
    },
  );
});
