import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { startProcess, waitUntilReady } from '../../lab/processes';
import { readState, writeState } from '../../lab/state';
import { createKubeClient } from '../../lib/cluster/kube-client';
import { isAlive } from '../../lib/process-identity';
import { awaitThat } from './await-that';

const NAME = 'kube-apiserver';
const READY_TIMEOUT_MS = 60_000;

/** Kills the API server of a lab with kill -9 and starts it as it was. Resolves when it answers. */
export async function restartApiServer(dir: string): Promise<void> {
  const state = readState(dir);
  const killed = state?.processes.find(({ name }) => name === NAME);
  if (state === null || killed === undefined) throw new Error(`no API server runs in ${dir}`);
  const [command = '', ...args] = readFileSync(`/proc/${killed.pid}/cmdline`, 'utf8')
    .split('\0')
    .slice(0, -1);
  process.kill(killed.pid, 'SIGKILL');
  await awaitThat('the end of the API server', () => (isAlive(killed) ? undefined : true));
  // Its last threads may hold the port for a moment longer.
  const port = Number(new URL(state.apiServer).port);
  await awaitThat(`port ${port}`, async () => (await isFree(port)) || undefined);
  const started = await startProcess({ name: NAME, command, args, cwd: dir, log: killed.log });
  const processes = state.processes.map((one) => (one === killed ? started : one));
  writeState({ ...state, processes });
  const { core } = createKubeClient({ kubeconfig: state.directKubeconfig });
  const answers = () => core.readNamespace({ name: 'kube-system' }).then(() => true);
  await waitUntilReady(started, answers, READY_TIMEOUT_MS);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
