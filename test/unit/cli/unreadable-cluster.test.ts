import { createRecordStore } from '../../../lib/cluster/record-store';
import { labWith } from '../../support/lab-with';
import { aRecord } from '../../support/rollout-builders';
import { runCommand } from '../../support/run-command';
import { StubApiServer, type StubRequest } from '../../support/stub-api-server';

/** An API server that gives the record of a rollout, and lets nothing else be read. */
async function givingTheRecord(): Promise<StubApiServer> {
  let kept: unknown = null;
  const server = await StubApiServer.start(({ method, path, body }: StubRequest) => {
    if (!path.includes('/configmaps')) return { code: 403, message: 'pods are forbidden' };
    if (method !== 'GET') kept = body;
    return kept === null ? { code: 404, message: 'none' } : { code: 200, body: kept };
  });
  await createRecordStore(server.client, 'istio-system').save({ record: aRecord() });
  return server;
}

describe('a cluster of which nothing but the record may be read', () => {
  let server: StubApiServer;
  beforeAll(async () => {
    server = await givingTheRecord();
  });
  afterAll(() => {
    server.stop();
  });

  const run = (...args: readonly string[]) =>
    runCommand([...args, '--env', 'dev', '--json'], labWith(server.url));

  it.each<[string, number, object]>([
    ['rollout status', 0, { schema: 1, phase: 'moving', coverage: { proxies: null } }],
    ['rollout explain', 0, { schema: 1, wave: { name: 'web', verdict: 'Error' } }],
    ['precheck', 5, { verdict: 'blocked', from: '1-30', to: '1-31' }],
  ])('is told as JSON, and as not known: %s', async (command, code, told) => {
    const result = await run(...command.split(' '));
    expect([result.code, JSON.parse(result.stdout)]).toMatchObject([code, told]);
  });

  it.each(['up', 'up --preview-only', 'adopt', 'destroy'])(
    'is an error for what has to know it; nothing is written, also on stdout: %s',
    async (command) => {
      const before = server.requests.length;
      const { code, stdout, stderr } = await run(...command.split(' '));
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain('error: the API server answered 403: pods are forbidden');
      const methods = server.requests.slice(before).map(({ method }) => method);
      expect(new Set(methods)).toEqual(new Set(['GET']));
    },
  );
});

it('is told as JSON where a tool of the lab is', async () => {
  const { code, stdout } = await runCommand(['lab', 'tool', 'promtool', '--json'], {
    ISTIO_REVISIONS_BIN_PROMTOOL: process.execPath,
  });
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { path: process.execPath }]);
});
