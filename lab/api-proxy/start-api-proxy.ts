import { createKubeClient } from '../../lib/cluster/kube-client';
import { writeKubeconfigAt } from '../control-plane/kubeconfig';
import { waitUntilReady } from '../processes';
import { startProgram } from '../start-program';
import type { LabProcess, LabState } from '../state';

const START_TIMEOUT_MS = 30_000;

/**
 * Starts the proxy before a lab's API server, and writes the kubeconfig that leads through it once the API server answers
 * there.
 * @param started - told of the process at once, so that a killed start can be cleaned
 */
export async function startApiProxy(
  state: Pick<LabState, 'dir' | 'kubeconfig' | 'directKubeconfig' | 'ports'>,
  started: (process: LabProcess) => void,
  signal: AbortSignal,
): Promise<void> {
  const { dir, kubeconfig, directKubeconfig, ports } = state;
  const main = 'api-proxy/main';
  const proxy = await startProgram({ name: 'api-proxy', main, dir, signal });
  started(proxy);
  writeKubeconfigAt(directKubeconfig, kubeconfig, `https://127.0.0.1:${String(ports.apiProxy)}`);
  const answers = async () => {
    await createKubeClient({ kubeconfig }).core.readNamespace({ name: 'kube-system' });
    return true;
  };
  await waitUntilReady(proxy, answers, START_TIMEOUT_MS, signal);
}
