import type { KubernetesObject, V1Deployment, V1Pod } from '@kubernetes/client-node';
import { listAll } from '../../lib/cluster/list-all';
import { podFact } from '../../lib/cluster/pod-fact';
import { RawObjects, type RawObject } from '../../lib/cluster/raw-objects';
import { createRecordStore } from '../../lib/cluster/record-store';
import { namespaceLabelPatch } from '../../lib/rollout/namespace-label-patch';
import { FIELD_MANAGER, RESTART_ANNOTATION, RESTART_FIELD_MANAGER } from '../../lib/rollout/names';
import { PODS_PER_ISTIOD } from '../../lib/rollout/restart/restart-spec';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { devEnvironment } from '../../stacks/environments/dev';
import { awaitThat } from '../support/await-that';
import { startBareLab, type BareLab } from '../support/bare-lab';
import { checkoutWith } from '../support/checkout';
import { cliExpecting, startCli } from '../support/cli';

const NAMESPACES = 200;
const GOAL = 1.3;

/** How often a wave is looked at from outside, in milliseconds. */
const LOOK_MS = 100;

const [FROM, TO] = ['1-30', '1-31'];

/** One wave of everything that only health judges, so that little but writes and pods takes time. */
const ROLLOUT: RolloutSpec = {
  from: FROM,
  to: TO,
  waves: [{ name: 'all', selector: {} }],
  soakSeconds: 0,
  deadlineSeconds: 600,
  retainSeconds: 0,
  restartFrom: false,
  default: 'keep',
  removal: 'keep',
};

const { rollout: _rollout, prometheus: _prometheus, ...DEV } = devEnvironment;

/**
 * Moves two hundred namespaces on a lab with a rollout, and then back with a client that only sends the same writes, one
 * after the other as the rollout does, with as many pods under way at once, and waits for the pods.
 */
async function bench(): Promise<void> {
  const checkout = checkoutWith({ ...DEV, mesh: { ...DEV.mesh, gateways: [] }, rollout: ROLLOUT });
  const lab = await startBareLab();
  try {
    await cliExpecting(0, ['up', '--env', 'dev'], lab.env, checkout);
    const names = await makeNamespaces(lab);
    say(`${names.length} namespaces with a pod each, on two real istiods`);
    const ours = await rolloutSeconds(lab, checkout);
    say(`a rollout's wave, from its release until all is proved: ${ours.toFixed(1)} s`);
    const client = await clientSeconds(lab, names);
    say(`the writes alone, back again: ${client.toFixed(1)} s`);
    say(`ratio ${(ours / client).toFixed(2)}; goal ${GOAL}`);
  } finally {
    await lab.down();
  }
}

async function makeNamespaces({ client }: BareLab): Promise<readonly string[]> {
  const names = Array.from({ length: NAMESPACES }, (_, index) => `team-${String(index)}`);
  for (const name of names) {
    const labels = { 'istio.io/rev': FROM };
    const namespace: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels },
    };
    await client.objects.create(namespace);
    await client.objects.create(workloadOf(name));
  }
  await awaitThat('every workload with its pod', async () => {
    const workloads = await listAll<V1Deployment>(client, 'apps/v1', 'Deployment');
    const ready = workloads.filter(
      ({ metadata, status }) => metadata?.name === 'app' && status?.readyReplicas === 1,
    );
    return ready.length === names.length || undefined;
  });
  return names;
}

function workloadOf(namespace: string): V1Deployment {
  const labels = { app: 'app' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'app', namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image: 'registry.k8s.io/pause:3.10' }] },
      },
    },
  };
}

async function rolloutSeconds({ client, env }: BareLab, checkout: string): Promise<number> {
  const store = createRecordStore(client, DEV.mesh.namespace);
  const { result } = startCli(['rollout', 'run', '--env', 'dev'], env, checkout);
  const times: { released?: number; proved?: number; over?: true } = {};
  void result.finally(() => (times.over = true));
  while (times.over === undefined) {
    const { record } = await store.load();
    const isReleased = record?.phase === 'moving' && record.released === 1;
    if (isReleased) times.released ??= Date.now();
    if (times.released !== undefined && record?.phase !== 'moving') times.proved ??= Date.now();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  const { code, stderr } = await result;
  const { released, proved = Date.now() } = times;
  if (code !== 0 || released === undefined)
    throw new Error(`the rollout ended with ${code}: ${stderr}`);
  return (proved - released) / 1000;
}

async function clientSeconds({ client }: BareLab, names: readonly string[]): Promise<number> {
  const objects = RawObjects.open(client.config);
  const apply = (body: RawObject, fieldManager: string) =>
    objects.send('patch', body, {
      query: { fieldManager, force: 'false' },
      contentType: 'application/apply-patch+yaml',
      content: body,
    });
  const uids = new Map<string, string>();
  for (const { metadata } of await listAll<KubernetesObject>(client, 'v1', 'Namespace'))
    uids.set(metadata?.name ?? '', metadata?.uid ?? '');
  const began = performance.now();
  for (const name of names)
    await apply(
      { ...namespaceLabelPatch({ name, uid: uids.get(name) ?? '', revision: FROM }) },
      FIELD_MANAGER,
    );
  const open = [...names];
  let underWay: readonly string[] = [];
  while (open.length + underWay.length > 0) {
    const there = await movedTo(client, FROM);
    const left = underWay.filter((name) => !there.has(name));
    const next = open.splice(0, PODS_PER_ISTIOD - left.length);
    for (const name of next) await apply(restarted(name), RESTART_FIELD_MANAGER);
    underWay = [...left, ...next];
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return (performance.now() - began) / 1000;
}

function restarted(namespace: string): RawObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'app', namespace },
    spec: { template: { metadata: { annotations: { [RESTART_ANNOTATION]: 'client' } } } },
  };
}

/** The namespaces whose one pod is ready, and injected by the revision. */
async function movedTo(client: BareLab['client'], revision: string): Promise<ReadonlySet<string>> {
  const pods = await listAll<V1Pod>(client, 'v1', 'Pod', { labelSelector: 'app=app' });
  const facts = pods.map(podFact);
  const others = new Set(
    facts
      .filter((pod) => !pod.ready || pod.revision !== revision)
      .map(({ namespace }) => namespace),
  );
  return new Set(facts.map(({ namespace }) => namespace).filter((name) => !others.has(name)));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

void bench();
