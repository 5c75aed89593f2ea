import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { awaitThat } from '../support/await-that';
import { startOperatorRig, type OperatorRig } from '../support/operator-rig';
import { cpuSecondsOf } from './cost';

const OBJECTS = 200;

/** One whole round in which everything is looked at again without a reason. */
const IDLE_MS = 330_000;

const HUB = 'registry.istio.io/release';
const PAUSED = { 'istio-revisions.dev/paused': 'true' };

/** What the operator costs, seconds unless said otherwise. */
export interface OperatorCost {
  readonly editToApplied: number;
  /** Of these, how long the engine ran. */
  readonly engine: number;
  /** Share of one processor while nothing happens. */
  readonly idleCpu: number;
  readonly idleMegabytes: number;
}

/** Starts an operator on a lab of its own, edits a mesh, and then lets it idle with many objects. */
export async function measureOperator(): Promise<OperatorCost> {
  const rig = await startOperatorRig();
  try {
    const operator = await rig.start();
    await rig.create('rev-1-30', { tag: '1.30.3', revision: '1-30', hub: HUB });
    await rig.kubectl.run('wait --for=condition=Ready istiooperator/rev-1-30 --timeout=5m');
    const edit = await editOnce(rig);
    await makeObjects(rig);
    // What their arrival causes is over when the queue is empty.
    await sleep(30_000);
    const before = cpuSecondsOf(operator.pid);
    await sleep(IDLE_MS);
    const idleCpu = (cpuSecondsOf(operator.pid) - before) / (IDLE_MS / 1000);
    return { ...edit, idleCpu, idleMegabytes: residentMegabytes(operator.pid) };
  } finally {
    await rig.down();
  }
}

async function editOnce(rig: OperatorRig): Promise<Pick<OperatorCost, 'editToApplied' | 'engine'>> {
  const began = Date.now();
  await rig.change('rev-1-30', { meshConfig: { accessLogFile: '/dev/stderr' } });
  await awaitThat('the edit', async () =>
    (await rig.mesh()).includes('/dev/stderr') ? true : undefined,
  );
  const editToApplied = (Date.now() - began) / 1000;
  await rig.kubectl.run('wait --for=condition=Ready istiooperator/rev-1-30 --timeout=5m');
  return { editToApplied, engine: engineSeconds(rig.workDir, began + editToApplied * 1000) };
}

/** From when the newest engine was started, which its log's name says, until the edit was there. */
function engineSeconds(workDir: string, until: number): number {
  const folder = join(workDir, 'engine');
  const started = readdirSync(folder)
    .filter((name) => name.endsWith('-up.log') && statSync(join(folder, name)).isFile())
    .map((name) => Number(name.split('-')[0]))
    .filter((at) => at < until);
  return (until - Math.max(...started)) / 1000;
}

/** People's meshes in one cluster, each paused: what is watched, read and kept in mind is all the same. */
async function makeObjects({ kubectl }: OperatorRig): Promise<void> {
  const objects = Array.from({ length: OBJECTS - 1 }, (_, index) => ({
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name: `rev-${String(index)}`, namespace: 'istio-system', annotations: PAUSED },
    spec: { tag: '1.30.3', revision: `r-${String(index)}`, hub: HUB },
  }));
  await kubectl.apply(...objects);
}

function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}
