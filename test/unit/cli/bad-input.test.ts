import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from '../../support/cli';
import { labWith } from '../../support/lab-with';

jest.setTimeout(120_000);

const folder = (): string => mkdtempSync(join(tmpdir(), 'istio-revisions-bad-input-'));

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const ON_A_CLUSTER = [
  ['up', '--env', 'dev'],
  ['plan', '--env', 'dev'],
  ['rollout', 'run', '--env', 'dev'],
  ['rollout', 'status', '--env', 'dev'],
  ['rollout', 'explain', 'core', '--env', 'dev'],
];

describe('a command with bad input', () => {
  it.each(ON_A_CLUSTER)('%s %s … names the known environments', async (...args) => {
    const wrong = args.map((word) => (word === 'dev' ? 'nowhere' : word));
    const { code, stderr, stdout } = await cli(wrong, { ISTIO_REVISIONS_LAB: folder() });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/unknown environment "nowhere"; known: dev/);
  });

  it.each(ON_A_CLUSTER)('%s %s … says how to start a lab that does not run', async (...args) => {
    const { code, stderr } = await cli(args, { ISTIO_REVISIONS_LAB: folder() });
    expect(code).toBe(1);
    expect(stderr).toMatch(/the lab, which does not run.*istio-revisions lab up/);
  });

  it.each(ON_A_CLUSTER)('%s %s … says that a cluster cannot be reached', async (...args) => {
    const server = `https://127.0.0.1:${String(await closedPort())}`;
    const { code, stderr } = await cli(args, labWith(server));
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot be reached|could not be read/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.each(ON_A_CLUSTER)('%s %s … names a kubeconfig that does not exist', async (...args) => {
    const { code, stderr } = await cli(args, labWith());
    expect(code).toBe(2);
    expect(stderr).toMatch(/kubeconfig .*\/kubeconfig cannot be used/);
  });

  it.each([
    ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
    ['an unknown option', ['up', '--env', 'dev', '--frob'], /unknown option '--frob'/],
    ['a missing option', ['up'], /required option '--env <name>'/],
    [
      'an unknown form',
      ['rollout', 'status', '--env', 'dev', '--format', 'pdf'],
      /'pdf' is invalid. Allowed choices are text, md, html/,
    ],
    [
      'two forms at once',
      ['rollout', 'explain', '--env', 'dev', '--json', '--format', 'md'],
      /option '--json' cannot be used with option '--format/,
    ],
  ])('is refused for %s with the way to the help', async (_what, args, message) => {
    const { code, stderr } = await cli(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/--help/);
  });

  it.each([
    [['--prometheus', 'http://p:9090'], '--prometheus judges rollouts; add --rollouts'],
    [
      ['--rollouts', '--prometheus', 'p:9090'],
      '--prometheus: found "p:9090", must be like https://',
    ],
  ])('says what is wrong with how an operator of rollouts is started: %j', async (args, words) => {
    const state = { PULUMI_BACKEND_URL: `file://${folder()}`, PULUMI_CONFIG_PASSPHRASE: 'p' };
    const { code, stderr } = await cli(['operator', ...args], state);
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
  });

  it('says that a watched rollout has no other form than text and JSON', async () => {
    const args = ['rollout', 'status', '--env', 'dev', '--watch', '--format', 'html'];
    const { code, stderr } = await cli(args);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--watch prints text, or --json')]);
  });

  it('names a program that a variable points to and that is not there', async () => {
    const { code, stderr } = await cli(['lab', 'up'], {
      ISTIO_REVISIONS_LAB: join(folder(), 'lab'),
      ISTIO_REVISIONS_BIN_ETCD: '/no/such/etcd',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/ISTIO_REVISIONS_BIN_ETCD.*\/no\/such\/etcd/);
  });

  it('names Go where it is missing and the lab has to be built', async () => {
    const { code, stderr } = await cli(['lab', 'up'], {
      ISTIO_REVISIONS_LAB: join(folder(), 'lab'),
      ISTIO_REVISIONS_CACHE: folder(),
      PATH: folder(),
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Go 1\.26 or newer.*go\.dev/);
  });
});
