import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentSpec } from '../../stacks/environments';
import { startBareLab, type BareLab } from '../support/bare-lab';
import { checkoutWith, declareIn } from '../support/checkout';
import { cliExpecting } from '../support/cli';
import { chances, killNow, runAndKill, type Victim } from '../support/kill-points';
import { openKubectl, type Kubectl } from '../support/kubectl';
import { readMeshObjects } from '../support/mesh-objects';
import { storyAt } from '../support/operator-story';
import { startOperator, type RunningOperator } from '../support/running-operator';

jest.setTimeout(1_500_000);

const SEED = 20261125;
const KILLS = { byHand: 18, operator: 12 } as const;
const HUB = 'registry.istio.io/release';
const UP = ['up', '--env', 'dev'];

type Objects = Readonly<Record<string, object>>;
type Mesh = EnvironmentSpec['mesh'];

const V30 = { revision: '1-30', version: '1.30.3' };
const V31 = { revision: '1-31', version: '1.31.0' };

function mesh(accessLogFile: string, revisions: Mesh['revisions']): Mesh {
  return {
    namespace: 'istio-system',
    // A lab's API server reaches no Service, and a default validator is called by one.
    base: { version: '1.31.0', defaultRevision: 'none' },
    hub: HUB,
    meshConfig: { accessLogFile },
    revisions,
    gateways: [],
  };
}

/** From an empty cluster, and then round and round: a second revision and other defaults, these back, and one revision. */
const STEPS = {
  install: mesh('', [V30]),
  upgrade: mesh('/dev/stdout', [V30, V31]),
  rollback: mesh('', [V30, V31]),
  delete: mesh('', [V30]),
} as const;
type Step = keyof typeof STEPS;
const ROUND: readonly Step[] = ['upgrade', 'rollback', 'delete'];

/** What is asked of the operator, again and again. */
const TURNS = ['create', 'change', 'change back', 'delete'] as const;
type Turn = (typeof TURNS)[number];

const OBJECT = 'rev-1-31';
const SPEC = {
  tag: '1.31.0',
  revision: '1-31',
  hub: HUB,
  components: { base: { enabled: false } },
};
const CHANGED = {
  ...SPEC,
  meshConfig: { accessLogFile: '/dev/stdout' },
  values: { pilot: { env: { PILOT_PUSH_THROTTLE: '50' } } },
};

async function ask(kubectl: Kubectl, turn: Turn): Promise<void> {
  if (turn === 'delete') {
    await kubectl.run(`delete istiooperator ${OBJECT} --wait=false`);
    return;
  }
  await kubectl.apply({
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name: OBJECT, namespace: 'istio-system' },
    spec: turn === 'change' ? CHANGED : SPEC,
  });
}

async function reached(kubectl: Kubectl, turn: Turn): Promise<void> {
  if (turn === 'delete')
    await kubectl.run(`wait --for=delete istiooperator/${OBJECT} --timeout=5m`);
  else await storyAt(kubectl, OBJECT, 'Ready');
}

/** What an undisturbed way leaves behind after each step, and how long the step takes. */
interface Undisturbed {
  readonly objects: Objects;
  readonly tookMs: number;
}

const undisturbed = new Map<Step, Undisturbed>();
const chance = chances(SEED);
const victim = (): Victim => (chance() < 0.5 ? 'engine' : 'driver');
/** Who has to be among those that were really killed: where no engine is at work, its driver dies in its place. */
const BOTH: ReadonlySet<Victim> = new Set(['engine', 'driver']);

/** A lab, the checkout from which it is deployed, and what is declared there. */
async function startSite() {
  const lab = await startBareLab();
  const checkout = checkoutWith({ mesh: STEPS.install });
  return {
    lab,
    checkout,
    declare: (step: Step) => {
      declareIn(checkout, { mesh: STEPS[step] });
    },
    up: () => cliExpecting(0, UP, lab.env, checkout),
  };
}
type Site = Awaited<ReturnType<typeof startSite>>;

function deploymentsOf(objects: Objects): string[] {
  return Object.keys(objects).filter((name) => name.startsWith('Deployment '));
}

describe('an installation that nobody disturbs', () => {
  let site: Site;
  let kubectl: Kubectl;
  let operator: RunningOperator | undefined;
  let down: BareLab['down'] | undefined;

  beforeAll(async () => {
    site = await startSite();
    ({ down } = site.lab);
    kubectl = await openKubectl(site.lab.state.directKubeconfig, 'istio-system');
  });

  afterAll(async () => {
    await operator?.kill();
    await down?.();
  });

  it.each(['install', ...ROUND] as const)('is as it should be after: %s', async (step) => {
    site.declare(step);
    const began = Date.now();
    await site.up();
    const tookMs = Date.now() - began;
    const objects = await readMeshObjects(site.lab.client);
    undisturbed.set(step, { tookMs, objects });
    expect(deploymentsOf(objects)).toEqual(
      STEPS[step].revisions.map(({ revision }) => `Deployment istio-system istiod-${revision}`),
    );
  });

  it('ends where it began once everything is taken back', () => {
    expect(undisturbed.get('delete')?.objects).toEqual(undisturbed.get('install')?.objects);
  });

  it('is the same beside an operator that holds another revision, and that is killed with its engines', async () => {
    const { client } = site.lab;
    const workDir = mkdtempSync(join(tmpdir(), 'istio-revisions-operator-'));
    const start = () => startOperator(site.lab, { workDir });
    let running = (operator = start());
    const calm = new Map<Turn, Undisturbed>();
    await running.said('this process leads');
    for (const turn of TURNS) {
      const began = Date.now();
      await ask(kubectl, turn);
      await reached(kubectl, turn);
      calm.set(turn, { tookMs: Date.now() - began, objects: await readMeshObjects(client) });
    }
    const victims: Victim[] = [];
    while (victims.length < KILLS.operator) {
      const turn = TURNS[victims.length % TURNS.length] ?? 'delete';
      const { tookMs, objects } = calm.get(turn) ?? { tookMs: 0, objects: {} };
      await ask(kubectl, turn);
      await new Promise((resolve) => setTimeout(resolve, chance() * tookMs));
      const killed = killNow(running.pid, victim());
      victims.push(killed);
      if (killed === 'driver') {
        await running.kill();
        running = operator = start();
      }
      await reached(kubectl, turn);
      expect(await readMeshObjects(client)).toEqual(objects);
    }
    expect(new Set(victims)).toEqual(BOTH);
  });
});

describe('"up" whose engine and driver are killed', () => {
  let site: Site;
  let down: BareLab['down'] | undefined;
  const victims: Victim[] = [];

  beforeAll(async () => {
    site = await startSite();
    ({ down } = site.lab);
  });

  afterAll(async () => {
    await down?.();
  });

  /** Kills it so often on its way to a step, then lets it end. */
  const reach = async (step: Step, times: number) => {
    const { tookMs, objects } = undisturbed.get(step) ?? { tookMs: 0, objects: {} };
    site.declare(step);
    for (let time = 0; time < times; time += 1) {
      const point = { victim: victim(), afterMs: chance() * tookMs };
      const run = await runAndKill(UP, site.lab.env, site.checkout, point);
      if (run.killed === null && run.code !== 0) throw new Error(`${run.stdout}\n${run.stderr}`);
      if (run.killed === null) break;
      victims.push(run.killed);
    }
    await site.up();
    expect(await readMeshObjects(site.lab.client)).toEqual(objects);
  };

  it('installs, and leaves what an undisturbed one leaves', async () => {
    await reach('install', 5);
  });

  it('upgrades, goes back and removes, round and round, and leaves the same each time', async () => {
    for (let step = 0; victims.length < KILLS.byHand || step % ROUND.length !== 0; step += 1)
      await reach(ROUND[step % ROUND.length] ?? 'delete', 5);
    expect(victims.length).toBeGreaterThanOrEqual(KILLS.byHand);
    expect(new Set(victims)).toEqual(BOTH);
  });
});
