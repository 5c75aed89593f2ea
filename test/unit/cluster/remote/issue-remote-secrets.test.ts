import type { V1Secret } from '@kubernetes/client-node';
import {
  issueRemoteSecrets,
  planRemoteSecrets,
} from '../../../../lib/cluster/remote/issue-remote-secrets';
import type { RemoteMember } from '../../../../lib/cluster/remote/remote-member';
import { readKubeconfig } from '../../../../lib/rollout/fleet/remote/remote-kubeconfig';
import { StubApiServer, type StubAnswer, type StubRequest } from '../../../support/stub-api-server';

const NAMESPACE = 'istio-system';
const NOW = new Date('2026-03-01T00:00:00Z');

const servers: StubApiServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
});

/** A token as an API server gives it. */
function tokenOf(account: string, uid: string, lifeSeconds: number): string {
  const iat = NOW.getTime() / 1000;
  const payload = {
    iat,
    exp: iat + lifeSeconds,
    'kubernetes.io': { namespace: NAMESPACE, serviceaccount: { name: account, uid } },
  };
  return `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.SIGNED`;
}

interface Cluster {
  readonly secrets?: readonly object[];
  readonly accounts?: readonly string[];
  readonly refuses?: (request: StubRequest) => StubAnswer | null;
  /** Longest life that it gives, in seconds. */
  readonly longest?: number;
}

const listOf = (kind: string, items: readonly object[]): StubAnswer => ({
  code: 200,
  body: { apiVersion: 'v1', kind: `${kind}List`, metadata: {}, items },
});

function answerOf({ secrets = [], accounts = [], refuses, longest = 1e9 }: Cluster) {
  return (request: StubRequest): StubAnswer => {
    const { method, path, body } = request;
    const refused = refuses?.(request) ?? null;
    if (refused !== null) return refused;
    if (path === '/api/v1') {
      const resources = [
        { name: 'secrets', kind: 'Secret', namespaced: true },
        { name: 'serviceaccounts', kind: 'ServiceAccount', namespaced: true },
      ];
      return { code: 200, body: { kind: 'APIResourceList', groupVersion: 'v1', resources } };
    }
    if (path.endsWith('/token')) {
      const { expirationSeconds } = (body as { spec: { expirationSeconds: number } }).spec;
      const account = path.split('/').at(-2) ?? '';
      const token = tokenOf(account, `uid-${account}`, Math.min(expirationSeconds, longest));
      const answered = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
      return { code: 201, body: { ...answered, status: { token, expirationTimestamp: NOW } } };
    }
    if (method === 'PATCH') return { code: 200, body };
    if (path.endsWith('/serviceaccounts'))
      return listOf(
        'ServiceAccount',
        accounts.map((name) => ({ metadata: { name, uid: `uid-${name}` } })),
      );
    return listOf('Secret', secrets);
  };
}

async function member(name: string, cluster: Cluster): Promise<[RemoteMember, StubApiServer]> {
  const server = await StubApiServer.start(answerOf(cluster));
  servers.push(server);
  const address = { server: `https://${name}.example.org`, caData: 'Y2E=' };
  return [{ name, client: server.client, meshNamespace: NAMESPACE, address }, server];
}

const writesOf = ({ requests }: StubApiServer): StubRequest[] =>
  requests.filter(({ method }) => method !== 'GET');

/** The Secrets that were applied, each as the API server would keep it. */
const appliedTo = (server: StubApiServer): object[] =>
  writesOf(server)
    .filter(({ method }) => method === 'PATCH')
    .map(({ body, query }) => {
      const secret = body as V1Secret;
      const entry = {
        manager: query['fieldManager'],
        operation: 'Apply',
        fieldsV1: { 'f:data': {} },
      };
      return { ...secret, metadata: { ...secret.metadata, managedFields: [entry] } };
    });

describe('issuing remote secrets', () => {
  it('gives each cluster access to the other, by a token of its own account there', async () => {
    const [eu, euServer] = await member('eu', { accounts: ['istio-reader-us'] });
    const [us, usServer] = await member('us', { accounts: ['istio-reader-eu'] });
    const reports = await issueRemoteSecrets([eu, us], { now: NOW, lifeSeconds: 3600 });
    const expires = '2026-03-01T01:00:00.000Z';
    expect(reports).toEqual([
      {
        reader: 'eu',
        cluster: 'us',
        secret: 'istio-system/istio-remote-secret-us',
        outcome: 'issued',
        why: ['there is none'],
        expires,
      },
      {
        reader: 'us',
        cluster: 'eu',
        secret: 'istio-system/istio-remote-secret-eu',
        outcome: 'issued',
        why: ['there is none'],
        expires,
      },
    ]);
    const asked = writesOf(usServer).find(({ method }) => method === 'POST')!;
    const applied = writesOf(euServer).find(({ method }) => method === 'PATCH')!;
    expect(asked.path).toBe(
      '/api/v1/namespaces/istio-system/serviceaccounts/istio-reader-eu/token',
    );
    expect(applied).toMatchObject({
      method: 'PATCH',
      path: '/api/v1/namespaces/istio-system/secrets/istio-remote-secret-us',
      query: { fieldManager: 'istio-revisions-remote', force: 'false' },
      contentType: 'application/apply-patch+yaml',
      body: {
        metadata: {
          labels: { 'istio/multiCluster': 'true' },
          annotations: { 'networking.istio.io/cluster': 'us' },
        },
      },
    });
    const { data } = applied.body as V1Secret;
    expect(Object.keys(data!)).toEqual(['us']);
    expect(readKubeconfig(Buffer.from(data!['us']!, 'base64').toString('utf8'))).toEqual({
      server: 'https://us.example.org',
      caData: 'Y2E=',
      token: {
        namespace: NAMESPACE,
        account: 'istio-reader-eu',
        accountUid: 'uid-istio-reader-eu',
        issued: NOW.getTime(),
        expires: NOW.getTime() + 3_600_000,
      },
    });
    expect(JSON.stringify(reports)).not.toMatch(/SIGNED|U0lHTkVE/);
  });

  it('leaves what it has issued alone until a third of its life is left', async () => {
    const [eu, euServer] = await member('eu', { accounts: [] });
    const [us] = await member('us', { accounts: ['istio-reader-eu'] });
    const alone = { ...us, reads: [] };
    await issueRemoteSecrets([eu, alone], { now: NOW, lifeSeconds: 3600 });
    const [again, againServer] = await member('eu', { secrets: appliedTo(euServer) });
    const at = (seconds: number) =>
      issueRemoteSecrets([again, alone], { now: new Date(NOW.getTime() + seconds * 1000) });
    expect(await at(2399)).toMatchObject([
      { outcome: 'kept', why: [], expires: '2026-03-01T01:00:00.000Z' },
    ]);
    expect(writesOf(againServer)).toEqual([]);
    expect(await at(2400)).toMatchObject([
      { outcome: 'issued', why: ['a third of its life is left, or less'] },
    ]);
    expect(writesOf(againServer)).toHaveLength(1);
  });

  it('tells when the token ends that was given, not when it was asked for', async () => {
    const [eu] = await member('eu', {});
    const [us] = await member('us', { accounts: ['istio-reader-eu'], longest: 1800 });
    const reports = await issueRemoteSecrets([eu, { ...us, reads: [] }], { now: NOW });
    expect(reports).toMatchObject([{ outcome: 'issued', expires: '2026-03-01T00:30:00.000Z' }]);
  });

  it('asks for nothing and writes nothing when it only plans', async () => {
    const [eu, euServer] = await member('eu', { accounts: ['istio-reader-us'] });
    const [us, usServer] = await member('us', { accounts: ['istio-reader-eu'] });
    const reports = await planRemoteSecrets([eu, us], { now: NOW });
    expect(reports.map(({ outcome, why }) => [outcome, why])).toEqual([
      ['due', ['there is none']],
      ['due', ['there is none']],
    ]);
    expect([...writesOf(euServer), ...writesOf(usServer)]).toEqual([]);
  });

  it('goes on with the others where one cluster cannot be reached', async () => {
    const refuses = (): StubAnswer => ({ code: 503, message: 'etcd is away' });
    const [eu] = await member('eu', { accounts: ['istio-reader-us', 'istio-reader-asia'] });
    const [us] = await member('us', { accounts: ['istio-reader-eu', 'istio-reader-asia'] });
    const [asia] = await member('asia', { refuses });
    const reports = await issueRemoteSecrets([eu, us, asia], { now: NOW });
    const told = reports.map(({ reader, cluster, outcome }) => `${reader} ${cluster} ${outcome}`);
    expect(told).toEqual([
      'eu us issued',
      'eu asia failed',
      'us eu issued',
      'us asia failed',
      'asia eu failed',
      'asia us failed',
    ]);
    expect(reports[1]!.why).toEqual([
      expect.stringMatching(/^cluster "asia": .*503.*etcd is away/),
    ]);
  });

  it('says what makes the account that a cluster does not have', async () => {
    const [eu] = await member('eu', {});
    const [us] = await member('us', {});
    const [report] = await planRemoteSecrets([eu, { ...us, reads: [] }], { now: NOW });
    expect(report).toMatchObject({
      outcome: 'failed',
      why: [
        'cluster "us" has no account istio-system/istio-reader-eu; a RemoteReader for "eu" makes it',
      ],
    });
  });

  it('leaves a Secret that somebody else made since it looked', async () => {
    const refuses = ({ method }: StubRequest): StubAnswer | null =>
      method === 'PATCH' ? { code: 409, message: 'conflict with "kubectl": .data.us' } : null;
    const [eu] = await member('eu', { refuses });
    const [us] = await member('us', { accounts: ['istio-reader-eu'] });
    const reports = await issueRemoteSecrets([eu, { ...us, reads: [] }], { now: NOW });
    expect(reports).toMatchObject([
      { outcome: 'left', why: [expect.stringContaining('conflict with "kubectl"') as string] },
    ]);
  });

  it('leaves one that stands in for it under another name', async () => {
    const data = { us: Buffer.from('{}').toString('base64') };
    const [eu, euServer] = await member('eu', { secrets: [{ metadata: { name: 'x' }, data }] });
    const [us] = await member('us', { accounts: ['istio-reader-eu'] });
    const reports = await issueRemoteSecrets([eu, { ...us, reads: [] }], { now: NOW });
    expect(reports).toMatchObject([{ outcome: 'left' }]);
    expect(writesOf(euServer)).toEqual([]);
  });

  it('sends no istiod to an API server without TLS', async () => {
    const [eu] = await member('eu', {});
    const [{ address: _address, ...us }] = await member('us', { accounts: ['istio-reader-eu'] });
    const [report] = await planRemoteSecrets([eu, { ...us, reads: [] }], { now: NOW });
    expect(report!.outcome).toBe('failed');
    expect(report!.why[0]).toMatch(/leads to http:.*is not https; name the address/);
  });

  it('is refused for a life that no API server gives, and for a cluster that is none of the mesh', async () => {
    const [eu] = await member('eu', {});
    await expect(issueRemoteSecrets([eu], { now: NOW, lifeSeconds: 599 })).rejects.toThrow(
      'found a life of 599 s; API servers issue tokens of 600 s at least',
    );
    await expect(planRemoteSecrets([{ ...eu, reads: ['us'] }], { now: NOW })).rejects.toThrow(
      '"eu" reads "us", which is no cluster of this mesh',
    );
  });
});
