import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type {
  KubernetesObject,
  V1Pod,
  V1Secret,
  V1SelfSubjectRulesReview,
} from '@kubernetes/client-node';
import { statusOf } from '../../lib/cluster/api-error';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { listAll } from '../../lib/cluster/list-all';
import { podHttpGet } from '../../lib/cluster/pod-http';
import { RawObjects, type RawObject } from '../../lib/cluster/raw-objects';
import {
  issueRemoteSecrets,
  planRemoteSecrets,
} from '../../lib/cluster/remote/issue-remote-secrets';
import { readFoundMember } from '../../lib/cluster/remote/read-found-member';
import type { RemoteMember } from '../../lib/cluster/remote/remote-member';
import { awaitThat } from '../support/await-that';
import { startBareLab, type BareLab } from '../support/bare-lab';
import { checkoutWith } from '../support/checkout';
import { cliExpecting } from '../support/cli';
import { GATEWAY_KIND, READ, readerObjects, readerWithout } from '../support/reader-objects';

jest.setTimeout(1_200_000);

const NAMESPACE = 'istio-system';
const DAY_MS = 24 * 3600 * 1000;
const MONITORING_PORT = 15014;

/** Both minors at once. */
const MESH = {
  namespace: NAMESPACE,
  base: { version: '1.31.0', defaultRevision: 'none' },
  hub: 'registry.istio.io/release',
  revisions: [
    { revision: '1-30', version: '1.30.3' },
    { revision: '1-31', version: '1.31.0' },
  ],
  gateways: [],
} as const;

interface ReadCluster {
  readonly id: string;
  readonly syncStatus: string;
}

/**
 * One mesh, one story: each test goes on where the one before stopped. The cluster that is read is the lab's own, under another
 * name: istiods know clusters by nothing else.
 */
describe('an istiod that reads another cluster', () => {
  let lab: BareLab;
  let objects: RawObjects;

  const readerOf = (name: string, cluster: string): RemoteMember[] => [
    { name, client: lab.client, meshNamespace: NAMESPACE, reads: [cluster] },
    { name: cluster, client: lab.client, meshNamespace: NAMESPACE, reads: [] },
  ];
  const members = () => readerOf('here', 'there');
  const create = async (created: readonly RawObject[]) => {
    for (const object of created) await objects.send('create', object, { content: object });
  };
  const secret = () =>
    lab.client.core.readNamespacedSecret({
      namespace: NAMESPACE,
      name: 'istio-remote-secret-there',
    });
  const istiods = async () =>
    (
      await listAll<V1Pod>(lab.client, 'v1', 'Pod', {
        namespace: NAMESPACE,
        labelSelector: 'app=istiod',
      })
    )
      .map(({ metadata }) => metadata?.name ?? '')
      .sort();
  /** How far each istiod is with a cluster, by the minor of its pod's name. */
  const statusOfCluster = async (id: string): Promise<string[]> =>
    Promise.all(
      (await istiods()).map(async (pod) => {
        const target = { namespace: NAMESPACE, pod, port: MONITORING_PORT };
        const text = await podHttpGet(lab.client, target, '/debug/clusterz');
        const found = (JSON.parse(text) as ReadCluster[]).find((one) => one.id === id);
        return found?.syncStatus ?? 'unknown';
      }),
    );
  const logsOfIstiods = async (): Promise<string[]> =>
    (await istiods()).map((pod) =>
      readFileSync(join(lab.state.dir, 'logs', `istiod-${pod}.log`), 'utf8'),
    );
  /** The reader, as the Secret lets its istiods in. */
  const asReader = async (): Promise<KubeClient> => {
    const { data } = await secret();
    const kubeconfig = join(lab.state.dir, 'reader.kubeconfig');
    writeFileSync(kubeconfig, Buffer.from(data?.['there'] ?? '', 'base64'), { mode: 0o600 });
    return createKubeClient({ kubeconfig });
  };

  beforeAll(async () => {
    const checkout = checkoutWith({ mesh: MESH });
    lab = await startBareLab();
    objects = RawObjects.open(lab.client.config);
    await cliExpecting(0, ['up', '--env', 'dev'], lab.env, checkout);
    expect(await istiods()).toHaveLength(2);
  });

  afterAll(async () => {
    await lab.down();
  });

  it('is in sync with it by what is issued for its account, in both minors, and is refused nothing', async () => {
    const [missing] = await planRemoteSecrets(members(), { now: new Date() });
    expect(missing?.why).toEqual([
      'cluster "there" has no account istio-system/istio-reader-here; a RemoteReader for "here" makes it',
    ]);
    await create(readerObjects('here'));
    const reports = await issueRemoteSecrets(members(), { now: new Date() });
    expect(reports).toMatchObject([{ outcome: 'issued', why: ['there is none'] }]);
    await awaitThat('both istiods being in sync', async () => {
      const found = await statusOfCluster('there');
      return found.every((status) => status === 'synced') ? found : undefined;
    });
    for (const log of await logsOfIstiods()) expect(log).not.toMatch(/istio-reader-here.*cannot/);
  });

  it('shows what a rollout over clusters is checked for, as it is', async () => {
    const looked = { meshNamespace: NAMESPACE, gateways: [] };
    const found = await readFoundMember(lab.client, looked, Date.now);
    expect(found).toMatchObject({
      networkLabel: null,
      roots: [expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/) as string],
      secrets: [
        { secret: `${NAMESPACE}/istio-remote-secret-there`, cluster: 'there', annotated: 'there' },
      ],
      meshConfigs: [
        { revision: '1-30', discoveryAddress: 'istiod-1-30.istio-system.svc:15012' },
        { revision: '1-31', discoveryAddress: 'istiod-1-31.istio-system.svc:15012' },
      ],
    });
    expect(found.secrets[0]?.server).toBe(lab.client.config.getCurrentCluster()?.server);
    expect(Math.abs(found.clockAhead)).toBeLessThan(5000);
    expect(found.services).toEqual(
      expect.arrayContaining([`${NAMESPACE}/istiod-1-30`, `${NAMESPACE}/istiod-1-31`]),
    );
  });

  it('may do nothing there but read', async () => {
    const reader = await asReader();
    const review: V1SelfSubjectRulesReview = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectRulesReview',
      spec: { namespace: NAMESPACE },
    };
    const { status } = await reader.objects.create(review);
    const own = status?.resourceRules.flatMap(({ verbs, apiGroups = [], resources = [] }) =>
      resources.flatMap((resource) =>
        verbs.map((verb) => `${verb} ${resource}.${apiGroups.join()}`),
      ),
    );
    // Everybody may ask who they are and what they may do.
    const beyond = own?.filter((right) => !/^(list|watch) |^create self/.test(right));
    expect(own?.length).toBeGreaterThan(15);
    expect(beyond).toEqual([]);
    const attempts: readonly (() => Promise<unknown>)[] = [
      () =>
        reader.core.createNamespacedConfigMap({
          namespace: NAMESPACE,
          body: { metadata: { name: 'x' } },
        }),
      () =>
        reader.core.deleteNamespacedSecret({
          namespace: NAMESPACE,
          name: 'istio-remote-secret-there',
        }),
      () =>
        reader.core.readNamespacedSecret({
          namespace: NAMESPACE,
          name: 'istio-remote-secret-there',
        }),
      () => reader.core.listNamespacedConfigMap({ namespace: 'kube-system' }),
      () =>
        reader.core.createNamespacedServiceAccountToken({
          namespace: NAMESPACE,
          name: 'istio-reader-here',
          body: { spec: { audiences: [] } },
        }),
    ];
    for (const attempt of attempts) {
      const refused = await attempt().then(
        () => null,
        (error: unknown) => statusOf(error),
      );
      expect(refused).toBe(403);
    }
  });

  it('gets a new token in time, and stays in sync', async () => {
    const before = await secret();
    const soon = new Date(Date.now() + 4 * DAY_MS);
    expect(await issueRemoteSecrets(members(), { now: soon })).toMatchObject([{ outcome: 'kept' }]);
    expect((await secret()).metadata?.resourceVersion).toBe(before.metadata?.resourceVersion);
    const late = new Date(Date.now() + 5 * DAY_MS);
    expect(await planRemoteSecrets(members(), { now: late })).toMatchObject([{ outcome: 'due' }]);
    // A token of the same second would be the same.
    await pause(1100);
    const reports = await issueRemoteSecrets(members(), { now: late });
    expect(reports).toMatchObject([
      { outcome: 'issued', why: ['a third of its life is left, or less'] },
    ]);
    const after = await secret();
    expect(after.data?.['there']).not.toBe(before.data?.['there']);
    expect(JSON.stringify(reports)).not.toContain(after.data?.['there']);
    await awaitThat('both istiods taking it', async () => {
      const logs = await logsOfIstiods();
      return logs.every((log) => log.includes('registry for cluster there has been replaced'))
        ? true
        : undefined;
    });
    await awaitThat('both istiods being in sync again', async () => {
      const found = await statusOfCluster('there');
      return found.every((status) => status === 'synced') ? true : undefined;
    });
  });

  it('is issued another one when its account was made anew, which makes the old one worthless', async () => {
    await lab.client.core.deleteNamespacedServiceAccount({
      namespace: NAMESPACE,
      name: 'istio-reader-here',
    });
    await create(readerObjects('here').filter(({ kind }) => kind === 'ServiceAccount'));
    expect(await issueRemoteSecrets(members(), { now: new Date() })).toMatchObject([
      { outcome: 'issued', why: ['its account was made anew'] },
    ]);
    await expect((await asReader()).core.listNamespace()).resolves.toBeDefined();
  });

  it('keeps what somebody else wrote into it, unless it is told to take it over', async () => {
    const theirs = { there: Buffer.from('{}').toString('base64') };
    await lab.client.objects.patch<V1Secret>(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { namespace: NAMESPACE, name: 'istio-remote-secret-there' },
        data: theirs,
      },
      undefined,
      undefined,
      'kubectl-edit',
    );
    expect(await issueRemoteSecrets(members(), { now: new Date() })).toMatchObject([
      { outcome: 'left', why: [expect.stringMatching(/^kubectl-edit made it/) as string] },
    ]);
    expect((await secret()).data).toEqual(theirs);
    const taken = await issueRemoteSecrets(members(), { now: new Date(), adopt: true });
    expect(taken).toMatchObject([{ outcome: 'issued' }]);
    expect(await planRemoteSecrets(members(), { now: new Date() })).toMatchObject([
      { outcome: 'kept' },
    ]);
  });

  it('asks for every right of the role: without any one of them it is refused', async () => {
    await create([GATEWAY_KIND]);
    for (const [index, right] of READ.entries()) {
      const reader = `less-${String(index)}`;
      await create(readerWithout(reader, right));
      const issued = await issueRemoteSecrets(readerOf(reader, `without-${right.resource}`), {
        now: new Date(),
      });
      expect(issued).toMatchObject([{ outcome: 'issued' }]);
    }
    for (const [index, { apiGroup, resource }] of READ.entries()) {
      const refusal = `system:serviceaccount:istio-system:istio-reader-less-${String(index)}\\\\*" cannot list resource \\\\*"${resource}\\\\*" in API group \\\\*"${apiGroup}\\\\*"`;
      await awaitThat(`istiods being refused ${resource}`, async () => {
        const logs = await logsOfIstiods();
        return logs.every((log) => new RegExp(refusal).test(log)) ? true : undefined;
      });
    }
    // What the docs say of Secrets: no istiod is ever in sync without them.
    await awaitThat('istiods giving up on a cluster whose Secrets they may not see', async () => {
      const found = await statusOfCluster('without-secrets');
      return found.every((status) => status === 'timeout') ? true : undefined;
    });
  });

  it('is shut out alone when its account goes', async () => {
    const reader = await asReader();
    const account: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { namespace: NAMESPACE, name: 'istio-reader-here' },
    };
    await lab.client.objects.delete(account);
    await awaitThat('its token being refused', () =>
      reader.core.listNamespace().then(
        () => undefined,
        (error: unknown) => (statusOf(error) === 401 ? true : undefined),
      ),
    );
  });
});
