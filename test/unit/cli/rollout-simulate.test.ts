import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolloutSimulateCommand } from '../../../lib/cli/commands/rollout-simulate';
import { FAULTS } from '../../../lib/simulate/faults';
import { jsonOf } from '../../support/json-of';
import { runShell } from '../../support/run-shell';

/** Runs the command in this process, and gives what it printed. */
async function run(...args: readonly string[]) {
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text);
      return true;
    });
  }
  try {
    await rolloutSimulateCommand().parseAsync(args, { from: 'user' });
    return { ...printed, code: process.exitCode };
  } finally {
    process.exitCode = 0;
    jest.restoreAllMocks();
  }
}

const OFFLINE = ['--env', 'dev', '--offline'];

describe('istio-revisions rollout simulate', () => {
  it('plays the rollout of an environment to its end, and says what it assumed', async () => {
    const { stdout, code } = await run(...OFFLINE);
    expect(code).toBe(0);
    expect(stdout).toMatch(/assumed: the cluster was not looked at/);
    expect(stdout).toMatch(/wave 4\/6 canary: checkout-canary\n/);
    expect(stdout).toMatch(/ends +done: /);
    expect(stdout).toMatch(/at risk +at most 12 pods of 3 namespaces at once/);
  });

  it('tells programs when a fault was noticed, and how long the way back took', async () => {
    const { stdout, code } = await run(...OFFLINE, '--fault', 'never-ready@canary', '--json');
    const told = jsonOf<Record<string, unknown>>('rollout simulate', stdout);
    expect(code).toBe(3);
    expect(told).toMatchObject({ outcome: 'rolled-back', brokenRules: [] });
    expect(told['message']).toMatch(/wave canary failed at gate workloads/);
    const at = ['struckAtSeconds', 'turnedBackAtSeconds', 'backAtSeconds'].map((key) => told[key]);
    expect([...at].sort((a, b) => Number(a) - Number(b))).toEqual(at);
    expect(at.every((seconds) => typeof seconds === 'number')).toBe(true);
  });

  it('ends with 5 where it is blocked', async () => {
    const { stdout, code } = await run(...OFFLINE, '--fault', 'prometheus-outage@canary');
    expect([code, stdout]).toEqual([5, expect.stringMatching(/ends +blocked: .*Prometheus/)]);
  });

  it('ends with 4 where nobody approves in time', async () => {
    const dir = join(mkdtempSync(join(tmpdir(), 'istio-revisions-simulate-')), 'mesh');
    const steps = [
      `istio-revisions init ${dir} --lab`,
      `cd ${dir}`,
      `sed -i.old "s/name: 'canary',/& approval: true,/; s/soakSeconds:/approvalSeconds: 60, &/" environments.ts`,
      'istio-revisions rollout simulate --env dev --offline',
    ];
    const { stdout, code } = await runShell(steps.join(' && '), {}).result;
    expect([code, stdout]).toEqual([4, expect.stringMatching(/ends +waiting: .*rollout approve/)]);
  }, 60_000);

  it('prints the same for the same seed, whatever the time is', async () => {
    const [first, second] = [
      await run(...OFFLINE, '--seed', '7'),
      await run(...OFFLINE, '--seed', '7'),
    ];
    expect(first.stdout).toBe(second.stdout);
  });

  it('refuses unknown faults and waves, all of them at once', async () => {
    const { stderr, code } = await run(...OFFLINE, '--fault', 'fire', '--fault', 'errors@moon');
    expect(code).toBe(2);
    expect(stderr).toMatch(/there is no fault "fire"; known: errors, /);
    expect(stderr).toMatch(/there is no wave "moon"; declared: gateways, canary/);
  });

  it('lists every fault in its help', () => {
    let help = '';
    const command = rolloutSimulateCommand().configureOutput({
      writeOut: (text) => (help += text),
    });
    command.outputHelp();
    for (const { name, says } of FAULTS) expect(help).toContain(`${name.padEnd(18)} ${says}`);
  });
});
