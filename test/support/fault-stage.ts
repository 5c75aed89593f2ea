import type { KubernetesObject } from '@kubernetes/client-node';
import { readExposure, type Exposure } from '../../lab/exposure';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { listAll } from '../../lib/cluster/list-all';
import { prometheusGet } from '../../lib/cluster/prometheus/prometheus-get';
import { createRecordStore } from '../../lib/cluster/record-store';
import type { RolloutRecord } from '../../lib/rollout/record';
import type { RolloutMode } from '../../lib/rollout/rollout-spec';
import { checkoutWith } from './checkout';
import { cliExpecting, startCli, type CliResult, type RunningCli } from './cli';
import { driveWithKills, type DrivenRollout } from './drive-with-kills';
import { readEndState, type EndState } from './end-state';
import type { FaultRow } from './fault-table';
import { startTestLab, type TestLab } from './lab';
import { FURTHER, HOME, NAMESPACES, thirtyNamespaces } from './thirty-namespaces';
import { watchSidecars, type SeenPods, type SidecarWitness } from './watch-sidecars';

const SETTLE_MS = 60_000;
const POLL_MS = 500;
const PATIENCE_MS = 600_000;

/** Longer than a healthy wave takes to be judged and to soak, in milliseconds. */
const STILL_MS = 20_000;

/** What a team has in a namespace: none of it may be lost or made anew. */
const KEPT = [
  ['v1', 'Namespace'],
  ['v1', 'Service'],
  ['v1', 'ServiceAccount'],
  ['apps/v1', 'Deployment'],
] as const;

/** Requests that failed, were refused or came in plain text, by whoever answered them. */
const ANY_SPOILED = [
  'istio_requests_total{reporter="destination",response_code=~"5..|403"}',
  'istio_requests_total{reporter="destination",connection_security_policy="none"}',
].join(' or ');

/** A rollout that runs. */
export interface RunningRollout {
  readonly result: Promise<CliResult>;
  /** Waits until it has said something. */
  readonly says: (pattern: RegExp) => Promise<void>;
  /** Waits until a wave is released. */
  readonly releases: (wave: string) => Promise<void>;
  /** Strikes, waits until it says why it is held, and then sees it stand still for longer than a wave takes. */
  readonly isHeld: (reason: RegExp, strike: () => Promise<void>) => Promise<void>;
}

/** A lab with a mesh of thirty namespaces, and somebody who watches its pods from outside. */
export interface FaultStage {
  readonly lab: TestLab;
  readonly fault: (...args: readonly string[]) => Promise<void>;
  readonly record: () => Promise<RolloutRecord>;
  /** Drives the rollout to its end; its driver is killed after each of the delays. */
  readonly drive: (delays: readonly number[]) => Promise<DrivenRollout>;
  readonly start: () => RunningRollout;
  /** What the mesh's users met since then. @param spoiled - as PromQL; absent means whatever can be spoiled */
  readonly exposure: (since: number, spoiled?: string | null) => Promise<Exposure>;
  /** What the cluster shows and what was seen since the row before, once it is as expected or has had its time. */
  readonly look: (expected: EndState) => Promise<Pick<FaultRow, 'state' | 'seen' | 'lost'>>;
  /** What was seen of the pods since the last look, or since it was asked last. */
  readonly seen: () => SeenPods;
  /** Ends what strikes, and every driver. */
  readonly calm: () => Promise<void>;
  readonly down: () => Promise<void>;
}

/** Starts it; everything is on 1-30, and Prometheus has seen all of it. */
export async function startFaultStage(mode: RolloutMode): Promise<FaultStage> {
  const declared = thirtyNamespaces(mode);
  const checkout = checkoutWith(declared);
  const lab = await startTestLab(checkout, { further: FURTHER });
  // Faults of the API server strike the rollout, not who watches it.
  const client = createKubeClient({ kubeconfig: lab.state.directKubeconfig });
  const outside: TestLab = { ...lab, client };
  const drivers: RunningCli[] = [];
  const stored = async () =>
    (await createRecordStore(client, declared.mesh.namespace).load()).record;
  const record = async () => {
    const found = await stored();
    if (found === null) throw new Error('there is no record');
    return found;
  };
  const fault = async (...args: readonly string[]) => {
    await cliExpecting(0, ['lab', 'fault', ...args], lab.env);
  };
  const settled = (expected: EndState) => settledAs(expected, outside);
  await settled(HOME);
  const kept = await inventory(client);
  const witness = await watchSidecars(client, [...NAMESPACES, 'gateways'], ['1-30', '1-31']);
  witness.take();
  return {
    lab: outside,
    fault,
    record,
    drive: (delays) => driveWithKills(lab, checkout, delays),
    start: () => {
      const running = startCli(['rollout', 'run', '--env', 'dev'], lab.env, checkout);
      drivers.push(running);
      return follow(running, stored);
    },
    exposure: async (since, spoiled = ANY_SPOILED) => {
      const { prometheus } = declared;
      if (prometheus === undefined) throw new Error('the mesh has no Prometheus');
      const get = prometheusGet(client, prometheus);
      return readExposure(client, get, await record(), spoiled, since);
    },
    look: async (expected) => {
      const state = await settled(expected);
      const now = new Set(await inventory(client));
      return { state, seen: witness.take(), lost: kept.filter((object) => !now.has(object)) };
    },
    seen: witness.take,
    calm: async () => {
      for (const { child } of drivers.splice(0)) child.kill('SIGKILL');
      await fault('clear');
    },
    down: () => end(witness, lab),
  };
}

async function end(witness: SidecarWitness, lab: TestLab): Promise<void> {
  await witness.stop();
  await lab.down();
}

/** What ended leaves Prometheus a moment later, and an istiod that was down may not answer yet. */
async function settledAs(expected: EndState, lab: TestLab): Promise<EndState> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const isLast = Date.now() > deadline;
    const state = await readEndState(lab, NAMESPACES).catch((error: unknown) => {
      if (isLast) throw error;
      return null;
    });
    const isThere = JSON.stringify(state) === JSON.stringify(expected);
    if (state !== null && (isThere || isLast)) return state;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function inventory(client: KubeClient): Promise<string[]> {
  const found: string[] = [];
  for (const [apiVersion, kind] of KEPT) {
    for (const { metadata } of await listAll<KubernetesObject>(client, apiVersion, kind)) {
      const { namespace, name = '', uid = '' } = metadata ?? {};
      if (NAMESPACES.includes(namespace ?? name))
        found.push(`${kind} ${namespace ?? ''}/${name} ${uid}`);
    }
  }
  return found.sort();
}

function follow(
  { child, result }: RunningCli,
  record: () => Promise<RolloutRecord | null>,
): RunningRollout {
  let said = '';
  let ended = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  void result.then(({ code, stdout }) => (ended = `it ended with ${String(code)}: ${stdout}`));
  const until = async (what: string, isSo: () => Promise<boolean> | boolean) => {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await isSo())) {
      if (ended !== '' || Date.now() > deadline)
        throw new Error(`never came: ${what}; ${ended}\n${said.slice(-3_000)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  return {
    result,
    says: (pattern) => until(String(pattern), () => pattern.test(said)),
    releases: (wave) =>
      until(`wave ${wave}`, async () => {
        const now = await record();
        const released = now?.plan.waves.slice(0, now.released) ?? [];
        return now?.phase === 'moving' && released.some(({ name }) => name === wave);
      }),
    isHeld: async (reason, strike) => {
      const before = said.length;
      await strike();
      await until(String(reason), () => reason.test(said.slice(before)));
      const released = (await record())?.released;
      const since = Date.now();
      await until('it stands still', async () => {
        const now = await record();
        if (now?.phase !== 'moving' || now.released !== released)
          throw new Error(`it is not held: ${JSON.stringify(now)}\n${said.slice(-3_000)}`);
        return Date.now() - since > STILL_MS;
      });
    },
  };
}
