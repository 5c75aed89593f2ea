import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlain, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { known } from '../../../../lib/rollout/fact';
import { createMetricsReader } from '../../../../lib/cluster/prometheus/read-metrics';
import { urlGet } from '../../../../lib/cluster/prometheus/url-get';
import { selfSigned } from '../../lab/api-proxy-rig';

const TOKEN = 'secret-token';
const TENANT = 'secret-tenant';

/** What a server answers by path: status, type and body; nothing at all, or without an end. */
const ANSWERS: Readonly<Record<string, readonly [number, string, string]>> = {
  '/ok': [200, 'application/json', '{"status":"success"}'],
  '/refused': [422, 'application/json', '{"status":"error","error":"too many samples"}'],
  '/login': [200, 'text/html', '<html>'],
  '/untyped': [200, '', 'ok'],
  '/moved': [302, 'text/html', ''],
  '/unauthorized': [401, 'application/json', `{"message":"${TOKEN}"}`],
  '/forbidden': [403, 'text/plain', 'no'],
  '/broken': [502, 'text/html', 'bad gateway'],
};

describe('a Prometheus at a URL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-prometheus-'));
  const tokenFile = join(folder, 'token');
  const caFile = join(folder, 'ca.pem');
  const servers: Server[] = [];
  const asked: IncomingMessage[] = [];
  let plain = '';
  let secure = '';

  beforeAll(async () => {
    const certificate = await selfSigned();
    writeFileSync(caFile, certificate.cert);
    writeFileSync(tokenFile, `${TOKEN}\n`);
    servers.push(createPlain(), createSecure(certificate));
    for (const server of servers) {
      server.on('request', (request, response) => {
        asked.push(request);
        if (request.url === '/silent') return;
        if (request.url === '/endless') {
          response.writeHead(200, { 'content-type': 'application/json' });
          const block = Buffer.alloc(4 * 1024 * 1024, 32);
          const more = () => {
            while (!response.destroyed && response.write(block));
          };
          response.on('drain', more);
          more();
          return;
        }
        const [status, type, body] = ANSWERS[request.url ?? ''] ?? [404, 'text/plain', ''];
        const headers = type === '' ? {} : { 'content-type': type };
        response.writeHead(status, { ...headers, location: '/ok' }).end(body);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    }
    const [httpPort, httpsPort] = servers.map((server) => (server.address() as AddressInfo).port);
    plain = `http://127.0.0.1:${httpPort ?? 0}`;
    secure = `https://127.0.0.1:${httpsPort ?? 0}`;
  });

  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true });
  });

  it('is asked below its path, with its token as it is now and the headers of its tenant', async () => {
    const target = { url: `${secure}/`, caFile, tokenFile, headers: { 'X-Scope-OrgID': TENANT } };
    expect(await urlGet(target, '/ok')).toBe('{"status":"success"}');
    expect(asked.at(-1)?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'x-scope-orgid': TENANT,
    });
    writeFileSync(tokenFile, 'renewed');
    await urlGet(target, '/ok');
    expect(asked.at(-1)?.headers.authorization).toBe('Bearer renewed');
    writeFileSync(tokenFile, TOKEN);
  });

  it('that nobody vouches for is not asked anything', async () => {
    const before = asked.length;
    await expect(urlGet({ url: secure, tokenFile }, '/ok')).rejects.toThrow(
      /^https:\/\/127\.0\.0\.1:\d+: self-signed certificate/,
    );
    expect(asked).toHaveLength(before);
  });

  it('tells in its own words why it refuses a query', async () => {
    expect(await urlGet({ url: plain }, '/refused')).toContain('too many samples');
  });

  it.each([
    ['a login page', '/login', /it answered text\/html in place of JSON/],
    ['an answer of no type', '/untyped', /it answered no type in place of JSON/],
    [
      'a redirect',
      '/moved',
      /it redirects elsewhere \(302\); set prometheus\.url to where its API is/,
    ],
    ['a token that does not do', '/unauthorized', /it answered 401; check prometheus\.tokenFile/],
    [
      'a tenant that does not do',
      '/forbidden',
      /it answered 403; check prometheus\.tokenFile and prometheus\.headers/,
    ],
    ['an error', '/broken', /it answered 502$/],
    ['silence', '/silent', /did not answer within 1 s/],
    ['an answer without an end', '/endless', /its answer is longer than 64 MiB/],
  ])('with %s is no answer, and no secret is told', async (_what, path, problem) => {
    const before = asked.length;
    const timeoutSeconds = path === '/silent' ? 1 : 60;
    const target = { url: plain, tokenFile, headers: { tenant: TENANT }, timeoutSeconds };
    const refused = urlGet(target, path);
    await expect(refused).rejects.toThrow(problem);
    await expect(refused).rejects.not.toThrow(/secret/);
    expect(asked).toHaveLength(before + 1);
  });

  it.each([
    [
      'a token file that is missing',
      { tokenFile: '/nowhere' },
      /prometheus\.tokenFile could not be read: ENOENT/,
    ],
    [
      'a token file that is empty',
      { tokenFile: '/dev/null' },
      /prometheus\.tokenFile: \/dev\/null is empty/,
    ],
    [
      'certificates that are missing',
      { caFile: '/nowhere' },
      /prometheus\.caFile could not be read: ENOENT/,
    ],
  ])('with %s is not asked', async (_what, more, problem) => {
    await expect(urlGet({ url: plain, ...more }, '/ok')).rejects.toThrow(problem);
  });

  it('with a token of two lines is not asked, and the token is not told', async () => {
    const file = join(folder, 'lines');
    writeFileSync(file, `${TOKEN}\n${TOKEN}`);
    const refused = urlGet({ url: plain, tokenFile: file }, '/ok');
    await expect(refused).rejects.toThrow(/authorization/);
    await expect(refused).rejects.not.toThrow(/secret/);
  });

  it('that cannot be reached is an unknown fact with the server in it', async () => {
    const read = createMetricsReader(
      (path) => urlGet({ url: 'http://127.0.0.1:1', tokenFile }, path),
      () => 1000,
    );
    const question = {
      namespaces: ['shop'],
      gateways: [],
      slowerThanMs: 500,
      alerts: [],
      counts: [],
    };
    const fact = await read({ ...question, instants: [1000] });
    expect(fact).not.toEqual(known(expect.anything(), 1000));
    expect(fact.known ? '' : fact.reason).toMatch(
      /^Prometheus could not be asked: http:\/\/127\.0\.0\.1:1: connect ECONNREFUSED/,
    );
  });
});
