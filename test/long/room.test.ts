import type { V1Deployment, V1Pod, V1ResourceQuota } from '@kubernetes/client-node';
import { listAll } from '../../lib/cluster/list-all';
import { podFact } from '../../lib/cluster/pod-fact';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { devEnvironment } from '../../stacks/environments/dev';
import { awaitThat } from '../support/await-that';
import { checkoutWith } from '../support/checkout';
import { startCli, type CliResult } from '../support/cli';
import { injectedRevisions, revisionLabels, startTestLab, type TestLab } from '../support/lab';

jest.setTimeout(900_000);

/** One workload leads its namespace, and the wave after it needs room that the quota of `frontend` has not. */
const ROLLOUT: RolloutSpec = {
  from: '1-30',
  to: '1-31',
  waves: [
    { name: 'gateways', gateways: [{ namespace: 'gateways', name: 'ingress' }] },
    {
      name: 'first',
      workloads: [{ kind: 'Deployment', namespace: 'catalog', name: 'catalog' }],
    },
    { name: 'web', namespaces: ['frontend', 'catalog'] },
    { name: 'rest', selector: {} },
  ],
  soakSeconds: 2,
  deadlineSeconds: 60,
  retainSeconds: 3,
};

/** As many pods as there are: none can be made before one is taken. */
const PODS = 2;

describe('a wave whose namespace has no room for one pod more', () => {
  let lab: TestLab;
  let said = '';
  let result: Promise<CliResult>;

  beforeAll(async () => {
    const checkout = checkoutWith({ ...devEnvironment, rollout: ROLLOUT });
    lab = await startTestLab(checkout);
    await addWorkload(lab, 'stock');
    await lab.client.core.createNamespacedResourceQuota({
      namespace: 'frontend',
      body: quotaOf(PODS),
    });
    const running = startCli(['rollout', 'run', '--env', 'dev'], lab.env, checkout);
    running.child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    ({ result } = running);
  });

  afterAll(async () => {
    await lab.down();
  });

  it('is held before its label moves, with the numbers and the way out, while a workload leads the other namespace', async () => {
    const reason = /ResourceQuota frontend\/tight has no room: pods 2 of 2 used.*raise it/;
    await awaitThat(`output like ${String(reason)}`, () => reason.test(said) || undefined);
    expect(await revisionLabels(lab.client)).toMatchObject({ catalog: '1-31', frontend: '1-30' });
    expect(await revisionsOf(lab, 'catalog')).toEqual({ catalog: ['1-31'], stock: ['1-30'] });
    expect(await revisionsOf(lab, 'frontend')).toEqual({ frontend: ['1-30'] });
  });

  it('goes on once the quota has room, and ends with everything moved', async () => {
    await lab.client.core.replaceNamespacedResourceQuota({
      namespace: 'frontend',
      name: 'tight',
      body: quotaOf(PODS + 1),
    });
    const { code, stdout } = await result;
    expect([code, stdout]).toEqual([0, expect.stringContaining('done')]);
    expect(await injectedRevisions(lab.client)).toEqual(['1-31']);
  });
});

function quotaOf(pods: number): V1ResourceQuota {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'tight', namespace: 'frontend' },
    spec: { hard: { pods: String(pods) } },
  };
}

/** A second workload in `catalog`, up and injected by the revision of its namespace. */
async function addWorkload(lab: TestLab, name: string): Promise<void> {
  const labels = { app: name };
  const body: V1Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'catalog' },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'catalog',
          containers: [{ name: 'app', image: 'registry.k8s.io/e2e-test-images/agnhost:2.53' }],
        },
      },
    },
  };
  await lab.client.objects.create(body);
  await awaitThat(`two pods of ${name}`, async () => {
    const pods = await listAll<V1Pod>(lab.client, 'v1', 'Pod', { labelSelector: `app=${name}` });
    const ready = pods.filter((pod) => podFact(pod).ready);
    return ready.length === 2 || undefined;
  });
}

/** By their label `app` the revisions that injected the living pods of a namespace. */
async function revisionsOf(lab: TestLab, namespace: string): Promise<Record<string, string[]>> {
  const pods = await listAll<V1Pod>(lab.client, 'v1', 'Pod');
  const found: Record<string, string[]> = {};
  for (const pod of pods) {
    const { namespace: place, terminating, revision } = podFact(pod);
    if (place !== namespace || terminating) continue;
    const app = pod.metadata?.labels?.['app'] ?? '';
    found[app] = [...new Set([...(found[app] ?? []), revision ?? 'none'])];
  }
  return found;
}
