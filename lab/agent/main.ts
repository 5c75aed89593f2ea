import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1Pod } from '@kubernetes/client-node';
import { messageOf } from '../../lib/cluster/api-error';
import { createKubeClient } from '../../lib/cluster/kube-client';
import { stopProcesses } from '../processes';
import {
  readAgentProcesses,
  readState,
  writeAgentProcesses,
  writeJson,
  type LabState,
} from '../state';
import { FailureLog } from './failure-log';
import { readFaults } from './faults';
import { IstiodController } from './istiod-controller';
import { logLine, type LogFields } from './log';
import { ProxyController } from './proxy-controller';
import { forwardWebhook } from './webhook-forwarder';
import { watchPods } from './watch-pods';

const REFRESH_MS = 300;

/** Runs the lab's agent until it is asked to stop: the part of a kubelet that pods of a mesh need. */
async function main(dir: string): Promise<void> {
  const stopRequested = onceStopped();
  const readyFile = join(dir, 'agent-ready');
  rmSync(readyFile, { force: true });
  const state = readState(dir);
  if (state === null) throw new Error(`there is no lab in ${dir}`);
  // Children of an agent that was killed would hold their ports and their leases.
  await stopProcesses(readAgentProcesses(dir));
  const client = createKubeClient({ kubeconfig: state.kubeconfig });
  const istiods = new IstiodController(client, state, log, () => {
    writeAgentProcesses(dir, istiods.processes());
  });
  writeAgentProcesses(dir, []);
  const proxies = new ProxyController(
    client,
    (revision) => istiods.ports(revision).map(({ secureGrpc }) => secureGrpc),
    log,
  );
  await openWebhooks(state, istiods);
  const stopWatching = await watchPods(client, podEvents(istiods, proxies), log);
  writeFileSync(readyFile, '');
  log('agent-ready', { dir });
  await refreshUntil(stopRequested, dir, istiods, proxies);
  log('agent-stops');
  rmSync(readyFile, { force: true });
  await stopWatching();
  proxies.stop();
  await istiods.stop();
  process.exit(0);
}

function onceStopped(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      controller.abort();
    });
  }
  return controller.signal;
}

async function openWebhooks(state: LabState, istiods: IstiodController): Promise<void> {
  for (const [revision, { webhookPort }] of Object.entries(state.revisions)) {
    try {
      await forwardWebhook(webhookPort, () => istiods.ports(revision)[0]?.https ?? null);
    } catch (error) {
      throw new Error(
        `webhook port ${String(webhookPort)} of ${revision} cannot be opened; run "lab down" and "lab up" for another`,
        { cause: error },
      );
    }
  }
}

function podEvents(istiods: IstiodController, proxies: ProxyController) {
  const owner = (pod: V1Pod) => (IstiodController.concerns(pod) ? istiods : proxies);
  return {
    changed: (pod: V1Pod) => {
      owner(pod).changed(pod);
    },
    gone: (pod: V1Pod) => {
      owner(pod).gone(pod);
    },
  };
}

async function refreshUntil(
  stopped: AbortSignal,
  dir: string,
  istiods: IstiodController,
  proxies: ProxyController,
): Promise<void> {
  const failures = new FailureLog(log);
  while (!stopped.aborted) {
    try {
      await istiods.refresh();
      await proxies.refresh(readFaults(dir));
      writeJson(join(dir, 'agent-status.json'), {
        istiods: istiods.view(),
        proxies: proxies.counts(),
      });
      failures.worked('refresh-failed', 'all');
    } catch (error) {
      // The next round tries again.
      failures.failed('refresh-failed', 'all', messageOf(error));
    }
    await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
  }
}

function log(event: string, fields?: LogFields): void {
  process.stdout.write(`${logLine(new Date(), event, fields)}\n`);
}

const [dir] = process.argv.slice(2);
if (dir === undefined) throw new Error('usage: main.ts <lab directory>');
main(dir).catch((error: unknown) => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  log('agent-failed', { reason: messageOf(error), ...(cause === '' ? {} : { cause }) });
  process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
  process.exit(1);
});
