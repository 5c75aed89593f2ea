import type { ChildProcess } from 'node:child_process';
import type { FaultType } from '../../lab/agent/faults';
import { readExposure, type Exposure } from '../../lab/exposure';
import { spoiledRequests } from '../../lab/spoiled-requests';
import { prometheusGet } from '../../lib/cluster/prometheus/prometheus-get';
import { createRecordStore } from '../../lib/cluster/record-store';
import { devEnvironment } from '../../stacks/environments/dev';
import { cliExpecting, startCli } from '../support/cli';
import { driveWithKills, killDelays } from '../support/drive-with-kills';
import { endStateText, readEndState, type EndState } from '../support/end-state';
import { startTestLab, type TestLab } from '../support/lab';
import { restartTime } from '../support/restart-time';

jest.setTimeout(1_200_000);

/** In the second wave, so that five namespaces must never be touched. */
const NAMESPACE = 'checkout-canary';
const SEED = 20261125;
const SETTLE_MS = 30_000;

const HOME: Partial<EndState> = {
  injectedBy: ['1-30'],
  labels: ['1-30'],
  unready: [],
  connected: { '1-30': 14 },
  unsynced: 0,
  versions: { '1.30.3': 14 },
  spoiled: 0,
};
const MOVED: Partial<EndState> = {
  injectedBy: ['1-31'],
  labels: ['1-31'],
  unready: [],
  connected: { '1-31': 14 },
  unsynced: 0,
  versions: { '1.31.0': 14 },
  spoiled: 0,
};

/** Each with how often its driver is killed on the way: ten times in all. */
const ROLLED_BACK: readonly [FaultType, number, readonly string[], string][] = [
  ['errors', 0, ['--namespace', NAMESPACE], 'success-rate'],
  ['latency', 2, ['--namespace', NAMESPACE], 'latency'],
  ['plaintext', 1, ['--namespace', NAMESPACE], 'plaintext'],
  ['denied', 1, ['--namespace', NAMESPACE], 'denied'],
  ['never-ready', 2, ['--namespace', NAMESPACE], 'workloads'],
  ['reject-config', 1, ['--namespace', NAMESPACE], '(proxies|configuration)'],
];

/** One mesh, one story: the tests run in this order and each goes on where the one before stopped. */
describe('faults and what becomes of the mesh', () => {
  let lab: TestLab;
  const table: string[] = [];
  const drivers: ChildProcess[] = [];

  const fault = (...args: string[]) => cliExpecting(0, ['lab', 'fault', ...args], lab.env);
  const record = async () =>
    (await createRecordStore(lab.client, devEnvironment.mesh.namespace).load()).record;

  /** What the cluster shows once it is as expected, or has had its time: what ended leaves Prometheus a moment later. */
  const settled = async (expected: Partial<EndState>): Promise<EndState> => {
    const deadline = Date.now() + SETTLE_MS;
    for (;;) {
      const isLast = Date.now() > deadline;
      // An istiod that was down may not answer yet.
      const state = await readEndState(lab).catch((error: unknown) => {
        if (isLast) throw error;
        return null;
      });
      const isThere = Object.entries(expected).every(
        ([name, value]) =>
          JSON.stringify(state?.[name as keyof EndState]) === JSON.stringify(value),
      );
      if (state !== null && (isThere || isLast)) return state;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  };

  const note = (name: string, outcome: string, kills: number, state: EndState) => {
    table.push(
      `${name.padEnd(16)} | ${outcome.padEnd(11)} | ${String(kills)} kills | ${endStateText(state)}`,
    );
  };

  /** Starts the rollout and resolves when it says something. */
  const runUntil = async (pattern: RegExp) => {
    const { child, result } = startCli(['rollout', 'run', '--env', 'dev'], lab.env);
    drivers.push(child);
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        if (pattern.test(said)) resolve();
      });
      void result.then(({ code, stderr }) => {
        reject(new Error(`it ended with ${String(code)} before: ${stderr.slice(-2_000)}`));
      });
    });
    return { result, said: () => said };
  };

  beforeAll(async () => {
    lab = await startTestLab();
  });

  // One that failed must not spoil the next.
  afterEach(async () => {
    for (const driver of drivers.splice(0)) driver.kill('SIGKILL');
    await fault('clear');
  });

  afterAll(async () => {
    process.stdout.write(`\n${table.join('\n')}\n`);
    await lab.down();
  });

  it.each(ROLLED_BACK)(
    '%s goes back by itself, also with %i kills',
    async (type, kills, where, gate) => {
      await fault('set', type, '--revision', '1-31', ...where);
      const since = Date.now();
      const run = await driveWithKills(lab, killDelays(SEED + table.length, kills));
      expect([run.code, run.said]).toEqual([
        3,
        expect.stringMatching(new RegExp(`failed at gate ${gate}`)),
      ]);
      expect(run.said).toContain(`wave canary failed`);
      const state = await settled(HOME);
      note(type, 'rolled back', run.kills, state);
      expect(state).toMatchObject(HOME);
      const last = await record();
      const { prometheus } = devEnvironment;
      if (last === null || prometheus === undefined) throw new Error('there is no record');
      const get = prometheusGet(lab.client, prometheus);
      const spoiled = spoiledRequests(type, NAMESPACE);
      const exposure = await readExposure(lab.client, get, last, spoiled, since);
      expect(exposure.touched).toEqual([]);
      await fault('clear');
      if (exposure.from !== null && kills === 0) table.push(await timing(lab, exposure));
    },
  );

  it('an istiod of the new revision that dies goes back, without it', async () => {
    const { result } = await runUntil(/wave 2\/4 canary/);
    await fault('set', 'istiod-down', '--revision', '1-31');
    const { code, stdout } = await result;
    expect([code, stdout]).toEqual([3, expect.stringContaining('rolled back to 1-30')]);
    await fault('clear');
    const state = await settled(HOME);
    note('istiod-down', 'rolled back', 0, state);
    expect(state).toMatchObject(HOME);
  });

  it('without Prometheus, or without metrics, it neither advances nor goes back, and goes on when they return', async () => {
    await fault('set', 'prometheus-down');
    const refused = await startCli(['rollout', 'run', '--env', 'dev'], lab.env).result;
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('Prometheus could not be asked'),
    ]);
    await fault('clear');
    const run = await runUntil(/installing 1-31/);
    await fault('set', 'prometheus-down');
    await waitFor(() => run.said().includes('held: Prometheus could not be asked'), run.said);
    const before = await record();
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    const after = await record();
    expect(after).toMatchObject({ phase: 'moving', released: 1 });
    expect(after?.released).toBe(before?.released);
    await fault('clear');
    await fault('set', 'no-metrics', '--revision', '1-31', '--namespace', 'catalog');
    // Wave web has four proxies, of which two are silent.
    await waitFor(() => run.said().includes('2/4 scraped'), run.said);
    const held = await record();
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    expect(await record()).toMatchObject({ phase: 'moving', released: held?.released });
    table.push('prometheus-down  | held, then on');
    table.push('no-metrics       | held, then on');
    await fault('clear');
    await waitFor(() => run.said().includes('1-30 is kept until'), run.said);
    await fault('set', 'errors', '--revision', '1-31', '--namespace', 'orders');
    const { code, stdout } = await run.result;
    expect([code, stdout]).toEqual([3, expect.stringContaining('Namespace orders')]);
    await fault('clear');
    const state = await settled(HOME);
    note('errors, retained', 'rolled back', 0, state);
    expect(state).toMatchObject(HOME);
  });

  it('without a fault everything moves, also with three kills, and the old revision goes', async () => {
    const run = await driveWithKills(lab, killDelays(SEED, 3));
    expect([run.code, run.said]).toEqual([0, expect.stringContaining('done: 1-31 runs the mesh')]);
    const state = await settled(MOVED);
    note('none', 'done', run.kills, state);
    expect(state).toMatchObject(MOVED);
  });
});

/** From the first request that was spoiled, beside what a restart of the same Deployment takes by itself. */
async function timing(lab: TestLab, { from, healthyAt, requests }: Exposure): Promise<string> {
  const { windowSeconds = 0, scrapeSeconds = 0 } = devEnvironment.rollout?.metrics ?? {};
  const restart = (await restartTime(lab.client, NAMESPACE, NAMESPACE)) / 1000;
  const took = (healthyAt - (from ?? 0)) / 1000;
  const allowed = scrapeSeconds + windowSeconds + 1.2 * restart;
  return `${' '.repeat(16)} | ${String(requests)} requests spoiled; fault → healthy ${took.toFixed(1)} s, one scrape + window + 1.2 × restart (${restart.toFixed(1)} s) = ${allowed.toFixed(1)} s`;
}

async function waitFor(isSo: () => boolean, said: () => string): Promise<void> {
  const deadline = Date.now() + 600_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`it never came: ${said().slice(-2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
