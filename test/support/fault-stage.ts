import { readExposure, type Exposure } from '../../lab/exposure';
import { createKubeClient } from '../../lib/cluster/kube-client';
import { prometheusGet } from '../../lib/cluster/prometheus/prometheus-get';
import { createRecordStore } from '../../lib/cluster/record-store';
import type { RolloutRecord } from '../../lib/rollout/record';
import type { RolloutMode } from '../../lib/rollout/rollout-spec';
import { checkoutWith } from './checkout';
import { cliExpecting, startCli, type RunningCli } from './cli';
import { driveWithKills, type DrivenRollout } from './drive-with-kills';
import type { EndState } from './end-state';
import type { FaultRow } from './fault-table';
import { followRollout, type RunningRollout } from './follow-rollout';
import { inventory } from './inventory';
import { startTestLab, type TestLab } from './lab';
import { settledAs } from './settled-as';
import { FURTHER, HOME, NAMESPACES, thirtyNamespaces } from './thirty-namespaces';
import { watchSidecars, type SeenPods, type SidecarWitness } from './watch-sidecars';

/** Requests that failed, were refused or came in plain text, by whoever answered them. */
const ANY_SPOILED = [
  'istio_requests_total{reporter="destination",response_code=~"5..|403"}',
  'istio_requests_total{reporter="destination",connection_security_policy="none"}',
].join(' or ');

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
  const settled = (expected: EndState) => settledAs(expected, outside, NAMESPACES);
  await settled(HOME);
  const kept = await inventory(client, NAMESPACES);
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
      return followRollout(running, stored);
    },
    exposure: async (since, spoiled = ANY_SPOILED) => {
      const { prometheus } = declared;
      if (prometheus === undefined) throw new Error('the mesh has no Prometheus');
      const get = prometheusGet(client, prometheus);
      return readExposure(client, get, await record(), spoiled, since);
    },
    look: async (expected) => {
      const state = await settled(expected);
      const now = new Set(await inventory(client, NAMESPACES));
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
