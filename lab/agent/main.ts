import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1Pod } from '@kubernetes/client-node';
import { createKubeClient } from '../../lib/cluster/kube-client';
import { stopProcesses } from '../processes';
import { readAgentProcesses, readState, writeAgentProcesses, writeJson } from '../state';
import { readFaults } from './faults';
import { IstiodController } from './istiod-controller';
import { ProxyController } from './proxy-controller';
import { forwardWebhook } from './webhook-forwarder';
import { watchPods } from './watch-pods';

const REFRESH_MS = 300;

/** Runs the lab's agent until it is asked to stop: the part of a kubelet that pods of a mesh need. */
async function main(dir: string): Promise<void> {
  const state = readState(dir);
  if (state === null) throw new Error(`there is no lab in ${dir}`);
  // Children of an agent that was killed would hold their ports and their leases.
  await stopProcesses(readAgentProcesses(dir));
  const client = createKubeClient({ kubeconfig: state.kubeconfig });
  const istiods = new IstiodController(client, state, say, () => {
    writeAgentProcesses(dir, istiods.processes());
  });
  const proxies = new ProxyController(
    client,
    (revision) => istiods.port(revision, 'secureGrpc'),
    say,
  );
  for (const [revision, { webhookPort }] of Object.entries(state.revisions)) {
    forwardWebhook(webhookPort, () => istiods.port(revision, 'https'));
  }
  const stopWatching = await watchPods(client, {
    changed: (pod: V1Pod) => {
      if (IstiodController.concerns(pod)) istiods.changed(pod);
      else proxies.changed(pod);
    },
    gone: (pod: V1Pod) => {
      if (IstiodController.concerns(pod)) istiods.gone(pod);
      else proxies.gone(pod);
    },
  });
  writeFileSync(join(dir, 'agent-ready'), '');
  let stopping = false;
  process.on('SIGTERM', () => {
    stopping = true;
  });
  const running = () => !stopping;
  while (running()) {
    await refresh(dir, istiods, proxies);
    await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
  }
  rmSync(join(dir, 'agent-ready'), { force: true });
  await stopWatching();
  proxies.stop();
  const children = istiods.processes();
  istiods.stop();
  await stopProcesses(children);
  process.exit(0);
}

async function refresh(
  dir: string,
  istiods: IstiodController,
  proxies: ProxyController,
): Promise<void> {
  try {
    await istiods.refresh();
    await proxies.refresh(readFaults(dir));
    writeJson(join(dir, 'agent-status.json'), {
      istiods: istiods.view(),
      proxies: proxies.counts(),
    });
  } catch (error) {
    // The next round tries again; what went wrong is in the log.
    say(`refresh failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function say(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
}

const [dir] = process.argv.slice(2);
if (dir === undefined) throw new Error('usage: main.ts <lab directory>');
main(dir).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
