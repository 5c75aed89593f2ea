import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Option } from 'commander';
import { manualOf } from '../../../lib/cli/command-manual';
import { commandsPage } from '../../../lib/cli/commands-page';
import { leafCommands } from '../../../lib/cli/leaf-commands';
import { createProgram } from '../../../lib/cli/main';
import { EXIT_OF } from '../../../lib/cli/run-one';
import { simulationExitCode } from '../../../lib/cli/simulation-exit-code';
import { createRecordStore } from '../../../lib/cluster/record-store';
import { startTimeOf } from '../../../lib/process-identity';
import type { RolloutRecord } from '../../../lib/rollout/record';
import { startCli } from '../../support/cli';
import { EXIT_CODE_PROOFS } from '../../support/exit-code-proofs';
import { jsonOf } from '../../support/json-of';
import { JSON_PROOFS } from '../../support/json-proofs';
import { labWith } from '../../support/lab-with';
import { proofOf } from '../../support/proof-of';
import { aRecord } from '../../support/rollout-builders';
import { runCommand } from '../../support/run-command';
import { StubApiServer, type StubRequest } from '../../support/stub-api-server';

const ROOT = join(__dirname, '..', '..', '..');
const LEAVES = leafCommands(createProgram());
const NAMES = LEAVES.map(({ name }) => name);

/** What each command cannot do without, beside `--env`. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  'lab fault set': ['errors'],
  'lab tool': ['kubectl'],
};

const leaf = (name: string) => {
  const found = LEAVES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found.command;
};
const codesOf = (name: string) => Object.keys(manualOf(leaf(name))?.exits ?? {}).map(Number);
const needsEnvironment = (name: string) =>
  leaf(name).options.some(({ long, mandatory }) => long === '--env' && mandatory);
const folder = () => mkdtempSync(join(tmpdir(), 'istio-revisions-table-'));

function helpOf(name: string): string {
  let help = '';
  leaf(name)
    .configureOutput({ writeOut: (text) => (help += text) })
    .outputHelp();
  return help;
}

/** The options that an example uses, but those of programs after it. */
function optionsIn(example: string): string[] {
  const typed = example.slice(example.indexOf('istio-revisions ')).split(/ [|>]|&&|\)/)[0] ?? '';
  return [...typed.matchAll(/ (--?[a-z][a-z-]*)/g)].map(([, flag]) => flag ?? '');
}

describe('every command', () => {
  it.each(NAMES)('has an example that it would take, and takes --json: %s', (name) => {
    const { options } = leaf(name);
    const manual = manualOf(leaf(name));
    const known = options.flatMap(({ long, short }) => [long, short]);
    expect(known).toContain('--json');
    expect(manual?.examples.length).toBeGreaterThan(0);
    for (const example of manual?.examples ?? []) {
      expect(example).toContain(`istio-revisions ${name}`);
      expect(known).toEqual(expect.arrayContaining(optionsIn(example)));
      const required = options.filter((option: Option) => option.mandatory).map(({ long }) => long);
      expect(optionsIn(example)).toEqual(expect.arrayContaining(required));
      expect(helpOf(name)).toContain(example.split('\n')[0]);
    }
  });

  it.each(NAMES)('has a help that ends with 0 and shows its examples: %s', async (name) => {
    const { code, stdout, stderr } = await runCommand([...name.split(' '), '--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const example of manualOf(leaf(name))?.examples ?? [])
      expect(stdout).toContain(`$ ${example.replaceAll('\n', '\n      ')}`);
  });

  it.each(NAMES)('says how it ends: %s', (name) => {
    expect(codesOf(name)).toEqual(expect.arrayContaining([0, 2]));
    for (const [code, meaning] of Object.entries(manualOf(leaf(name))?.exits ?? {}))
      expect(helpOf(name)).toContain(`  ${code}  ${meaning}`);
  });

  it.each(NAMES)('has a proof of each of its exit codes, and of no others: %s', (name) => {
    const proofs = EXIT_CODE_PROOFS[name] ?? {};
    expect(Object.keys(proofs).map(Number)).toEqual(codesOf(name).filter((code) => code !== 2));
    for (const [code, proof] of Object.entries(proofs))
      expect(proofOf(proof)).toMatch(new RegExp(`\\b${code}\\b`));
  });

  it.each(NAMES)('has a proof that its JSON is what docs/commands.schema.json says: %s', (name) => {
    const proof = JSON_PROOFS[name] ?? (['', ''] as const);
    expect(proofOf(proof)).toMatch(/jsonOf[<(]/);
    expect(Object.keys(JSON_PROOFS).sort()).toEqual(NAMES.toSorted());
  });

  it.each(NAMES)('ends with 2 for an option that it does not have: %s', async (name) => {
    const needed = needsEnvironment(name) ? ['--env', 'dev'] : [];
    const { code, stdout, stderr } = await runCommand([...name.split(' '), ...needed, '--frob']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("unknown option '--frob'");
  });

  it('stands in docs/commands.md; if not, run `make docs`', () => {
    const page = readFileSync(join(ROOT, 'docs', 'commands.md'), 'utf8');
    expect(page).toBe(commandsPage(createProgram()));
  });
});

const OF_AN_ENVIRONMENT = NAMES.filter(needsEnvironment);

describe('a command about an environment', () => {
  it.each(OF_AN_ENVIRONMENT)('ends with 2 for one that nobody declared: %s', async (name) => {
    const { code, stdout, stderr } = await runCommand([...name.split(' '), '--env', 'nowhere']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('unknown environment "nowhere"; known: dev');
  });

  // One simulates, the other tells it on its page and goes on.
  const elsewhere = ['rollout simulate', 'dashboard'];
  const onACluster = OF_AN_ENVIRONMENT.filter(
    (name) => codesOf(name).includes(1) && !elsewhere.includes(name),
  );
  it.each(onACluster)('ends with 1 where its lab does not run: %s', async (name) => {
    const env = name === 'remote-secrets' ? 'multi' : 'dev';
    const { code, stderr, stdout } = await runCommand([...name.split(' '), '--env', env], {
      ISTIO_REVISIONS_LAB: join(folder(), 'lab'),
    });
    expect(code).toBe(1);
    expect(stderr + stdout).toMatch(/which does not run/);
  });
});

describe('a command about documents', () => {
  it.each(['validate', 'explain'])('ends with 1 without charts: %s', async (name) => {
    const args = [name, '-f', join(ROOT, 'examples', 'iop-1-31.yaml')];
    const { code, stderr } = await runCommand(args, { ISTIO_REVISIONS_CHARTS: '/no/such' });
    expect([code, stderr]).toEqual([1, expect.stringContaining('no Istio charts in /no/such')]);
  });
});

describe('istio-revisions operator', () => {
  it('ends with 1 where its port is taken: operator', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, stderr } = await runCommand(['operator', '--port', String(port)], {
      ...labWith('http://127.0.0.1:1'),
      KUBECONFIG: join(labWith('http://127.0.0.1:1')['ISTIO_REVISIONS_LAB'] ?? '', 'kubeconfig'),
      PULUMI_BACKEND_URL: `file://${folder()}`,
      PULUMI_CONFIG_PASSPHRASE: 'p',
    });
    server.close();
    expect([code, stderr]).toEqual([1, expect.stringContaining('EADDRINUSE')]);
  });
});

it('is asked to stop, which is no error, and has logged JSON only: operator', async () => {
  const server = await keepingOneRecord();
  const lab = labWith(server.url);
  const { child, result } = startCli(['operator', '--port', '0', '--json'], {
    KUBECONFIG: join(lab['ISTIO_REVISIONS_LAB'] ?? '', 'kubeconfig'),
    PULUMI_BACKEND_URL: `file://${folder()}`,
    PULUMI_CONFIG_PASSPHRASE: 'p',
  });
  child.stdout?.once('data', () => child.kill('SIGTERM'));
  const { code, stdout } = await result;
  server.stop();
  const lines = stdout.trim().split('\n');
  const told = lines.map((line) => jsonOf<{ msg: string }>('operator', line).msg);
  expect([code, told[0]]).toEqual([0, 'the operator starts']);
  expect(told).toContain('stopping: what is at work ends first');
}, 60_000);

describe('istio-revisions lab', () => {
  const withoutLab = NAMES.filter(
    (name) => /^lab (status|logs|fault|sample)/.test(name) && codesOf(name).includes(1),
  );
  it.each(withoutLab)('ends with 1 where there is no lab: %s', async (name) => {
    const args = [...name.split(' '), ...(GIVEN[name] ?? [])];
    const { code } = await runCommand(args, { ISTIO_REVISIONS_LAB: join(folder(), 'lab') });
    expect(code).toBe(1);
  });

  it('finds nothing to stop where there is no lab', async () => {
    const lab = { ISTIO_REVISIONS_LAB: join(folder(), 'lab') };
    const { code, stdout } = await runCommand(['lab', 'down', '--json'], lab);
    expect([code, jsonOf('lab down', stdout)]).toEqual([
      0,
      expect.objectContaining({ found: false }),
    ]);
  });

  it('breaks something in a lab, shows it and ends it', async () => {
    const lab = labWith();
    const dir = lab['ISTIO_REVISIONS_LAB'] ?? '';
    mkdirSync(join(dir, 'logs'));
    writeFileSync(join(dir, 'logs', 'agent.log'), 'one\ntwo\n');
    const run = async (command: string, ...args: string[]) => {
      const { code, stdout } = await runCommand([...command.split(' '), ...args, '--json'], lab);
      return [code, jsonOf(command, stdout)];
    };
    const struck = { faults: [expect.objectContaining({ type: 'errors', revision: '1-31' })] };
    expect(await run('lab fault set', 'errors', '--revision', '1-31')).toEqual([0, struck]);
    expect(await run('lab status')).toEqual([
      0,
      expect.objectContaining({ running: true, faults: ['errors 1-31'] }),
    ]);
    expect(await run('lab fault clear')).toEqual([0, { faults: [] }]);
    const log = { name: 'agent', lines: expect.arrayContaining(['two']) as unknown };
    expect(await run('lab logs', 'agent')).toEqual([0, log]);
    expect(existsSync(dir)).toBe(true);
  });
});

describe('how a rollout ends', () => {
  it('tells a script how a rollout ended', () => {
    expect(EXIT_OF).toEqual({ done: 0, 'rolled-back': 3, waiting: 4, blocked: 5 });
  });

  it.each([
    ['done', 0],
    ['refused', 2],
    ['rolled-back', 3],
    ['waiting', 4],
    ['blocked', 5],
    ['not ended', 5],
  ] as const)('tells a script how a simulated rollout ended: %s', (outcome, code) => {
    const end = { outcome, message: '' } as Parameters<typeof simulationExitCode>[0]['end'];
    expect(simulationExitCode({ end, violations: [] })).toBe(code);
    const broken = [{}] as unknown as Parameters<typeof simulationExitCode>[0]['violations'];
    expect(simulationExitCode({ end, violations: broken })).toBe(1);
  });
});

/** An API server that keeps the one ConfigMap of a rollout, knows who asks, and lets nothing else be read. */
function keepingOneRecord() {
  let kept: unknown = null;
  return StubApiServer.start(({ method, path, body }: StubRequest) => {
    const review = { name: 'selfsubjectreviews', kind: 'SelfSubjectReview', verbs: ['create'] };
    if (path === '/apis/authentication.k8s.io/v1' && method === 'GET')
      return { code: 200, body: { kind: 'APIResourceList', resources: [review] } };
    if (path.endsWith('/selfsubjectreviews'))
      return { code: 201, body: { status: { userInfo: { username: 'ann' } } } };
    if (!path.includes('/configmaps')) return { code: 403, message: 'nothing else may be read' };
    if (method !== 'GET') kept = body;
    return kept === null ? { code: 404, message: 'none' } : { code: 200, body: kept };
  });
}

describe('a person', () => {
  const { plan: frozen } = aRecord();
  const asks = { plan: { ...frozen, removal: 'approve' }, phase: 'removing' } as const;
  const paused = { paused: { by: 'ann', at: 1, reason: '' } };
  const holder = { host: hostname(), pid: process.pid, startTime: startTimeOf(process.pid) ?? '' };

  it.each<[string, Partial<RolloutRecord>, readonly string[]]>([
    ['approve', asks, ['h.1/removal']],
    ['pause', {}, []],
    ['resume', paused, []],
    ['rollback', {}, []],
  ])('is heard by the driver of a rollout, with 0: %s', async (command, changes, args) => {
    const server = await keepingOneRecord();
    try {
      const store = createRecordStore(server.client, 'istio-system');
      const lease = { ...holder, renewedAt: Date.now() };
      await store.save({ record: aRecord(changes), lease });
      const { url } = server;
      const told = ['rollout', command, ...args, '--env', 'dev', '--reason', 'why', '--json'];
      const { code, stdout } = await runCommand(told, labWith(url));
      expect([code, jsonOf(`rollout ${command}`, stdout)]).toEqual([
        0,
        expect.objectContaining({ type: command, by: 'ann', reason: 'why' }),
      ]);
      const { record } = await store.load();
      expect(record?.commands).toMatchObject([{ type: command, by: 'ann', reason: 'why' }]);
    } finally {
      server.stop();
    }
  });

  it('ends with 5 where the way back cannot be gone: rollout rollback', async () => {
    const server = await keepingOneRecord();
    try {
      const store = createRecordStore(server.client, 'istio-system');
      const short = { ...frozen, deadlineSeconds: 1 };
      await store.save({ record: aRecord({ plan: short, phase: 'moving' }) });
      const args = ['rollout', 'rollback', '--env', 'dev'];
      const { code, stdout, stderr } = await runCommand(args, labWith(server.url));
      expect([code, stdout]).toEqual([5, expect.stringMatching(/blocked: .*could not be read/)]);
      expect(stderr).toContain('rolling back to 1-30');
    } finally {
      server.stop();
    }
  }, 60_000);
});
