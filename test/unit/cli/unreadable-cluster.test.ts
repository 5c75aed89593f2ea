import { createRecordStore } from '../../../lib/cluster/record-store';
import type { RolloutRecord } from '../../../lib/rollout/record';
import { drawnScreen } from '../../support/drawn-screen';
import { inTerminal } from '../../support/in-terminal';
import { jsonOf } from '../../support/json-of';
import { labWith } from '../../support/lab-with';
import { aRecord } from '../../support/rollout-builders';
import { runCommand } from '../../support/run-command';
import { StubApiServer, type StubRequest } from '../../support/stub-api-server';

/** An API server that gives the record of a rollout, knows who asks, and lets nothing else be read. */
async function givingTheRecord(record: RolloutRecord): Promise<StubApiServer> {
  let kept: unknown = null;
  const server = await StubApiServer.start(({ method, path, body }: StubRequest) => {
    const review = { name: 'selfsubjectreviews', kind: 'SelfSubjectReview', verbs: ['create'] };
    if (path === '/apis/authentication.k8s.io/v1' && method === 'GET')
      return { code: 200, body: { kind: 'APIResourceList', resources: [review] } };
    if (path.endsWith('/selfsubjectreviews'))
      return { code: 201, body: { status: { userInfo: { username: 'ann' } } } };
    if (!path.includes('/configmaps')) return { code: 403, message: 'pods are forbidden' };
    if (method !== 'GET') kept = body;
    return kept === null ? { code: 404, message: 'none' } : { code: 200, body: kept };
  });
  await createRecordStore(server.client, 'istio-system').save({ record });
  return server;
}

describe('a cluster of which nothing but the record may be read', () => {
  let server: StubApiServer;
  beforeAll(async () => {
    server = await givingTheRecord(aRecord());
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
    expect([result.code, jsonOf(command, result.stdout)]).toMatchObject([code, told]);
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

it('is drawn below what is told where a rollout is driven in a terminal, once and to the end', async () => {
  const plan = { ...aRecord().plan, deadlineSeconds: 1 };
  const server = await givingTheRecord(aRecord({ plan }));
  const driven = ['rollout', 'rollback', '--env', 'dev'];
  const { code, raw } = await inTerminal(driven, [], labWith(server.url));
  server.stop();
  const lines = drawnScreen(raw);
  const head = lines.findIndex((line) => /^dev {2}blocked {2}1-30/.test(line));
  const told = lines.slice(0, head);
  expect([code, told.some((line) => / {3}0\/3 gates Pass/.test(line))]).toEqual([5, true]);
  expect(told.filter((line) => /^(dev {2}|[├└│]|way back|undo)/.test(line))).toEqual([]);
  expect(lines.slice(head, head + 3)).toEqual([
    expect.stringMatching(/proxies not known$/),
    '└ ⚠ wave 1 web  returning  proxies not known',
    '   ⚠ labels: namespaces could not be read: the API server answered 403: pods are forbidden',
  ]);
  expect(lines.slice(head)).toContainEqual(expect.stringMatching(/^way back: not known/));
  expect(lines.at(-2)).toMatch(/^rolling back to 1-30; blocked: .*; run the rollout again/);
}, 60_000);

it('is told as JSON where a tool of the lab is', async () => {
  const { code, stdout } = await runCommand(['lab', 'tool', 'promtool', '--json'], {
    ISTIO_REVISIONS_BIN_PROMTOOL: process.execPath,
  });
  expect([code, jsonOf('lab tool', stdout)]).toMatchObject([0, { path: process.execPath }]);
});
