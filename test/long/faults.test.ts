import type { FaultType } from '../../lab/agent/faults';
import { spoiledRequests } from '../../lab/spoiled-requests';
import type { Exposure } from '../../lab/exposure';
import { devEnvironment } from '../../stacks/environments/dev';
import { awaitThat } from '../support/await-that';
import { killDelays } from '../support/drive-with-kills';
import { startFaultStage, type FaultStage } from '../support/fault-stage';
import { faultTable, type FaultRow } from '../support/fault-table';
import type { RunningRollout } from '../support/follow-rollout';
import { killIstiod } from '../support/kill-istiod';
import { restartApiServer } from '../support/restart-api-server';
import { restartTime } from '../support/restart-time';
import { HOME, movedState } from '../support/thirty-namespaces';

jest.setTimeout(1_800_000);

const SEED = 20_261_126;
const MODES = ['label', 'tag'] as const;

/** How often the driver is killed in each mode. */
const KILLS = 10;

const NOTHING_WRONG = { bare: [], dark: [] };

interface GoesBack {
  readonly type: FaultType;
  /** Where it strikes. */
  readonly namespace: string;
  readonly wave: string;
  readonly gate: string;
  readonly kills: number;
}

const GO_BACK: readonly GoesBack[] = [
  { type: 'errors', namespace: 'checkout-canary', wave: 'canary', gate: 'success-rate', kills: 0 },
  { type: 'latency', namespace: 'checkout-canary', wave: 'canary', gate: 'latency', kills: 1 },
  { type: 'denied', namespace: 'checkout-canary', wave: 'canary', gate: 'denied', kills: 1 },
  { type: 'plaintext', namespace: 'service-03', wave: 'web', gate: 'plaintext', kills: 1 },
  {
    type: 'reject-config',
    namespace: 'catalog',
    wave: 'web',
    gate: '(proxies|configuration)',
    kills: 1,
  },
  { type: 'never-ready', namespace: 'service-20', wave: 'rest', gate: 'workloads', kills: 1 },
];

interface Disturbance {
  readonly fault: string;
  /** The wave that is released when it strikes. */
  readonly after: string;
  readonly strike: (stage: FaultStage) => Promise<void>;
  /** Why the rollout is held while it lasts; absent where it goes on all the same. */
  readonly holds?: RegExp;
}

const lab = (stage: FaultStage) => stage.lab.state.dir;

/** What is nobody's fault in the mesh: it may hold a rollout, and never turns it back. */
const DISTURB: readonly Disturbance[] = [
  {
    fault: 'prometheus-down',
    after: 'gateways',
    strike: (stage) => stage.fault('set', 'prometheus-down'),
    holds: /held: Prometheus could not be asked/,
  },
  {
    fault: 'api-errors (mixed)',
    after: 'gateways',
    strike: (stage) => stage.fault('set', 'api-errors'),
    holds: /held: .*could not be (read|asked)/,
  },
  {
    fault: 'API server restarted',
    after: 'canary',
    strike: (stage) => restartApiServer(lab(stage)),
  },
  {
    fault: 'istiod of 1-31 killed',
    after: 'web',
    strike: (stage) => killIstiod(lab(stage), '1-31'),
  },
  {
    fault: 'no-metrics',
    after: 'web',
    strike: (stage) =>
      stage.fault('set', 'no-metrics', '--revision', '1-31', '--namespace', 'catalog'),
    holds: /16\/18 scraped/,
  },
  {
    fault: 'istiod-down of 1-30',
    after: 'rest',
    strike: (stage) => stage.fault('set', 'istiod-down', '--revision', '1-30'),
    holds: /held: .*istiod/,
  },
  {
    fault: 'istiod of 1-30 killed',
    after: 'rest',
    strike: (stage) => killIstiod(lab(stage), '1-30'),
  },
];

const rows: FaultRow[] = [];
const notes: string[] = [];

afterAll(() => {
  process.stdout.write(`\n${[faultTable(rows), ...notes, `seed ${SEED}`].join('\n')}\n`);
});

/** One mesh, one story: the tests run in this order and each goes on where the one before stopped. */
describe.each(MODES)('thirty namespaces that move by %s', (mode) => {
  let stage: FaultStage;
  let kills = 0;

  /** Delays that no other rollout has. */
  const delays = (count: number) => killDelays(SEED + rows.length, count);

  /** Writes it down, and proves that the cluster is as declared. */
  const conclude = async (
    told: Pick<FaultRow, 'fault' | 'outcome' | 'kills'>,
    expected: typeof HOME,
    exposure: Exposure,
  ) => {
    const looked = await stage.look(expected);
    rows.push({ mode, spoiled: exposure.requests, ...told, ...looked });
    process.stderr.write(`${mode}: ${told.fault}: ${told.outcome}\n`);
    expect(looked.state).toEqual(expected);
    expect(looked.lost).toEqual([]);
    expect(looked.seen).toMatchObject(NOTHING_WRONG);
  };

  beforeAll(async () => {
    stage = await startFaultStage(mode);
  });

  // One that failed must not spoil the next.
  afterEach(async () => {
    await stage.calm();
  });

  afterAll(async () => {
    await stage.down();
  });

  it('does not begin without Prometheus', async () => {
    await stage.fault('set', 'prometheus-down');
    const run = stage.start();
    const { code, stderr } = await run.result;
    expect([code, stderr]).toEqual([1, expect.stringContaining('Prometheus could not be asked')]);
  });

  it('what is nobody’s fault holds it or not, and it goes on; a breach at the very end takes everything back', async () => {
    const since = Date.now();
    const run = stage.start();
    const outcomes: [string, string][] = [];
    for (const disturbance of DISTURB) {
      await disturb(stage, run, disturbance);
      outcomes.push([
        disturbance.fault,
        `${disturbance.holds === undefined ? 'went on' : 'held, then on'}; rolled back later`,
      ]);
    }
    await run.says(/1-30 is kept until/);
    await stage.fault('set', 'errors', '--revision', '1-31', '--namespace', 'orders');
    const { code, stdout } = await run.result;
    expect([code, stdout]).toEqual([3, expect.stringContaining('Namespace orders')]);
    await stage.fault('clear');
    const exposure = await stage.exposure(since, spoiledRequests('errors', 'orders'));
    const fault = 'errors, after the last wave';
    const outcome = 'rolled back: all four waves';
    await conclude({ fault, outcome, kills: 0 }, HOME, exposure);
    const last = rows.at(-1)!;
    for (const [name, what] of outcomes) rows.push({ ...last, fault: name, outcome: what });
  });

  it.each(GO_BACK)(
    '$type in wave $wave takes everything back, also with $kills kills',
    async ({ type, namespace, wave, gate, kills: count }) => {
      await stage.fault('set', type, '--revision', '1-31', '--namespace', namespace);
      const since = Date.now();
      const run = await stage.drive(delays(count));
      kills += run.kills;
      expect([run.code, run.said]).toEqual([3, expect.stringMatching(/rolled back to 1-30/)]);
      const { failure } = await stage.record();
      expect(failure).toMatchObject({ wave, gate: expect.stringMatching(`^${gate}$`) as string });
      const exposure = await stage.exposure(since, spoiledRequests(type, namespace));
      expect(exposure.touched).toEqual([]);
      const outcome = `rolled back: wave ${wave}, gate ${failure?.gate ?? ''}`;
      await conclude({ fault: type, outcome, kills: run.kills }, HOME, exposure);
      await stage.fault('clear');
      if (exposure.from !== null && run.kills === 0)
        notes.push(`mode ${mode}, ${type}: ${await timing(stage, namespace, exposure)}`);
    },
  );

  it('an istiod of the new revision that stays away goes back, without it', async () => {
    const since = Date.now();
    const run = stage.start();
    await run.releases('canary');
    await stage.fault('set', 'istiod-down', '--revision', '1-31');
    const { code, stdout } = await run.result;
    expect([code, stdout]).toEqual([3, expect.stringContaining('rolled back to 1-30')]);
    const { failure } = await stage.record();
    await stage.fault('clear');
    const outcome = `rolled back: wave ${failure?.wave ?? ''}, gate ${failure?.gate ?? ''}`;
    const exposure = await stage.exposure(since);
    await conclude({ fault: 'istiod-down of 1-31', outcome, kills: 0 }, HOME, exposure);
  });

  it('without a fault everything moves, however often its driver is killed, and the old revision goes', async () => {
    const since = Date.now();
    const run = await stage.drive(delays(KILLS - kills));
    expect([run.code, run.said]).toEqual([0, expect.stringContaining('done: 1-31 runs the mesh')]);
    kills += run.kills;
    const exposure = await stage.exposure(since);
    await conclude(
      { fault: 'none', outcome: 'done', kills: run.kills },
      movedState(mode),
      exposure,
    );
    const { revisionObjects } = await stage.lab.observation();
    expect(revisionObjects).toMatchObject({ known: true, value: { '1-30': [] } });
    expect(kills).toBe(KILLS);
  });

  it('who watched would have seen a pod without a sidecar', async () => {
    const { core } = stage.lab.client;
    await core.createNamespacedPod({
      namespace: 'orders',
      body: {
        metadata: { name: 'bare', labels: { 'sidecar.istio.io/inject': 'false' } },
        spec: { containers: [{ name: 'app', image: 'registry.k8s.io/pause:3.10' }] },
      },
    });
    const bare = await awaitThat('a look at it', () => stage.seen().bare[0]);
    expect(bare).toBe('orders/bare');
  });
});

/** Strikes in the middle of a wave; the rollout is proved to go on by the wave that comes next, or by its end. */
async function disturb(
  stage: FaultStage,
  run: RunningRollout,
  { after, strike, holds }: Disturbance,
): Promise<void> {
  await run.releases(after);
  if (holds === undefined) await strike(stage);
  else await run.isHeld(holds, () => strike(stage));
  await stage.fault('clear');
}

/** From the first request that was spoiled, beside what a restart of the same Deployment takes by itself. */
async function timing(
  { lab: { client } }: FaultStage,
  namespace: string,
  { from, healthyAt }: Exposure,
): Promise<string> {
  const { windowSeconds = 0, scrapeSeconds = 0 } = devEnvironment.rollout?.metrics ?? {};
  const restart = (await restartTime(client, namespace, namespace)) / 1000;
  const took = (healthyAt - (from ?? 0)) / 1000;
  const allowed = scrapeSeconds + windowSeconds + 1.2 * restart;
  return `fault → healthy ${took.toFixed(1)} s; one scrape + window + 1.2 × restart (${restart.toFixed(1)} s) = ${allowed.toFixed(1)} s`;
}
