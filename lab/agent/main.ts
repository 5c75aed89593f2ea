import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DiscoveryV1Api, type V1Pod } from '@kubernetes/client-node';
import { messageOf } from '../../lib/cluster/api-error';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { writeJson } from '../json-file';
import { stopProcesses } from '../processes';
import { readAgentProcesses, readState, writeAgentProcesses, type LabState } from '../state';
import { Endpoints } from './endpoints';
import { FailureLog } from './failure-log';
import { readFaults } from './faults';
import { IstiodController } from './istiod-controller';
import { logLine, type LogFields } from './log';
import { neighboursOf, type Neighbours } from './peers/neighbours';
import { PrometheusProcess } from './prometheus-process';
import { ProxyController } from './proxy-controller';
import { openScrapeProxy, type FindMetrics } from './scrape-proxy';
import { TrafficModel } from './traffic/traffic-model';
import { forwardWebhook } from './webhook-forwarder';
import { UsedIstiods } from './used-istiods';
import { watchAll, type ObjectEvents } from './watch-all';

const REFRESH_MS = 200;

/** Port on which istiod's pods serve their metrics. */
const ISTIOD_METRICS = 15014;
const SCRAPE_TIMEOUT_MS = 1_000;

/** Where the Services are that lead to the istiods of another cluster, and their port for the API server. */
const MESH_NAMESPACE = 'istio-system';
const WEBHOOK_PORT = 443;

/** Runs the lab's agent until it is asked to stop: the part of a kubelet that pods of a mesh need. */
async function main(dir: string): Promise<void> {
  const stopRequested = onceStopped();
  const readyFile = join(dir, 'agent-ready');
  rmSync(readyFile, { force: true });
  const state = readState(dir);
  if (state === null) throw new Error(`there is no lab in ${dir}`);
  // Children of an agent that was killed would hold their ports and their leases.
  await stopProcesses(readAgentProcesses(dir));
  const client = createKubeClient({ kubeconfig: state.directKubeconfig });
  const agent = assemble(client, state);
  writeAgentProcesses(dir, []);
  await openWebhooks(state, agent);
  const scrapes = await openScrapeProxy(state.ports.scrapeProxy, findMetrics(agent));
  const peers = await agent.neighbours?.open(() => agent.proxies.situation(), agent.istiods);
  const stopWatching = await watch(client, agent);
  writeFileSync(readyFile, '');
  log('agent-ready', { dir });
  await refreshUntil(stopRequested, dir, agent);
  log('agent-stops');
  rmSync(readyFile, { force: true });
  await stopWatching();
  scrapes.close();
  peers?.close();
  agent.proxies.stop();
  await Promise.all([agent.istiods.stop(), agent.prometheus.stop()]);
  process.exit(0);
}

/** Follows the pods, and who is behind which Service. */
async function watch(client: KubeClient, agent: Agent): Promise<() => Promise<unknown>> {
  const slices = client.config.makeApiClient(DiscoveryV1Api);
  const { endpoints, neighbours } = agent;
  const stops = await Promise.all([
    watchAll(
      client,
      { path: '/api/v1/pods', list: () => client.core.listPodForAllNamespaces() },
      podEvents(agent),
      log,
    ),
    watchAll(
      client,
      {
        path: '/apis/discovery.k8s.io/v1/endpointslices',
        list: () => slices.listEndpointSliceForAllNamespaces(),
      },
      eventsTo(endpoints),
      log,
    ),
    ...(neighbours === null
      ? []
      : [
          watchAll(
            client,
            {
              path: '/api/v1/services',
              list: () => client.core.listServiceForAllNamespaces(),
            },
            eventsTo(neighbours.balancers),
            log,
          ),
        ]),
  ]);
  return () => Promise.all(stops.map((stop) => stop()));
}

/** What the agent keeps running. */
interface Agent {
  readonly istiods: IstiodController;
  readonly proxies: ProxyController;
  readonly prometheus: PrometheusProcess;
  readonly endpoints: Endpoints;
  readonly neighbours: Neighbours | null;
  /** Istiods of another cluster. */
  readonly used: UsedIstiods | null;
}

function assemble(client: KubeClient, state: LabState): Agent {
  const record = () => {
    const others = prometheus.running === null ? [] : [prometheus.running];
    writeAgentProcesses(state.dir, [...istiods.processes(), ...others]);
  };
  const prometheus = new PrometheusProcess(state, new FailureLog(log), record);
  const istiods = new IstiodController(client, state, log, record);
  const secured = (revision: string) => istiods.ports(revision).map(({ secureGrpc }) => secureGrpc);
  const endpoints = new Endpoints();
  const neighbours = neighboursOf(client, state, endpoints, log);
  const traffic = new TrafficModel(neighbours?.inbound, neighbours?.outbound);
  const used = neighbours === null ? null : new UsedIstiods(client, neighbours.follow);
  const proxies = new ProxyController({
    ...{ client, findIstiods: secured, endpoints, traffic, log },
    ...(used === null ? {} : { used }),
  });
  return { istiods, prometheus, proxies, endpoints, neighbours, used };
}

function findMetrics({ istiods, proxies }: Agent): FindMetrics {
  return async (address, port) => {
    const istiod = port === ISTIOD_METRICS ? istiods.monitoringPortAt(address) : null;
    if (istiod === null) return proxies.metricsAt(address);
    const signal = AbortSignal.timeout(SCRAPE_TIMEOUT_MS);
    const answer = await fetch(`http://127.0.0.1:${String(istiod)}/metrics`, { signal });
    return answer.text();
  };
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

async function openWebhooks(state: LabState, { istiods, used }: Agent): Promise<void> {
  const elsewhere = (revision: string) =>
    used?.find({ namespace: MESH_NAMESPACE, name: `istiod-${revision}` }, WEBHOOK_PORT, 0) ?? null;
  for (const [revision, { webhookPort }] of Object.entries(state.revisions)) {
    try {
      await forwardWebhook(
        webhookPort,
        () => istiods.ports(revision)[0]?.https ?? elsewhere(revision),
      );
    } catch (error) {
      throw new Error(
        `webhook port ${String(webhookPort)} of ${revision} cannot be opened; run "lab down" and "lab up" for another`,
        { cause: error },
      );
    }
  }
}

function eventsTo<T>(target: ObjectEvents<T>): ObjectEvents<T> {
  return {
    changed: (object) => {
      target.changed(object);
    },
    gone: (object) => {
      target.gone(object);
    },
  };
}

function podEvents({ istiods, proxies }: Agent) {
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

async function refreshUntil(stopped: AbortSignal, dir: string, agent: Agent): Promise<void> {
  const { istiods, proxies, prometheus, neighbours } = agent;
  const failures = new FailureLog(log);
  while (!stopped.aborted) {
    try {
      const faults = readFaults(dir);
      await Promise.all([istiods.refresh(faults), proxies.refresh(faults)]);
      proxies.sendTraffic();
      void neighbours?.balancers.refresh();
      void prometheus.refresh(faults);
      writeJson(join(dir, 'agent-status.json'), {
        istiods: istiods.view(),
        proxies: proxies.counts(),
        users: proxies.users,
        ...(neighbours === null ? {} : { crossNetwork: proxies.crossNetwork }),
        faults,
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
