import type {
  KubernetesObject,
  V1Deployment,
  V1MutatingWebhookConfiguration,
  V1Pod,
  V1ValidatingWebhookConfiguration,
} from '@kubernetes/client-node';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { resolveTool } from '../../lab/binaries/resolve-tool';
import { listAll } from '../../lib/cluster/list-all';
import { observe } from '../../lib/cluster/observe';
import { awaitThat } from '../support/await-that';
import { startBareLab, type BareLab } from '../support/bare-lab';
import { checkoutWith } from '../support/checkout';
import { cliExpecting } from '../support/cli';
import { injectedRevisions } from '../support/lab';

jest.setTimeout(1_800_000);

/** A cold build of istioctl takes minutes. */
const BUILDING_MS = 3_600_000;

const execute = promisify(execFile);

/** Who injects and who validates by default, and a tag in the source that waits for nobody. */
const MESH = {
  namespace: 'istio-system',
  base: { version: '1.31.0', defaultRevision: '1-30' },
  hub: 'registry.istio.io/release',
  revisions: [
    { revision: '1-30', version: '1.30.3', values: { revisionTags: ['prod'] } },
    { revision: '1-31', version: '1.31.0' },
  ],
  gateways: [],
} as const;

const ROLLOUT = {
  from: '1-30',
  to: '1-31',
  waves: [{ name: 'shop', namespaces: ['shop'] }],
  soakSeconds: 2,
  deadlineSeconds: 60,
  retainSeconds: 3,
} as const;

function namespaceOf(name: string, labels: Record<string, string>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

function workloadOf(name: string): V1Deployment {
  const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53';
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: name },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name, image }] } },
    },
  };
}

/** One mesh, one story: each test goes on where the one before stopped. */
describe('a mesh whose default validator and tags lead to the old revision', () => {
  let lab: BareLab;
  let istioctl: string;
  let checkout: string;

  const run = (code: number, ...args: readonly string[]) =>
    cliExpecting(code, [...args, '--env', 'dev'], lab.env, checkout);

  /** Which revision each of them is labelled for, and whose istiod it calls. */
  const leading = async (): Promise<Record<string, string>> => {
    const admission = 'admissionregistration.k8s.io/v1';
    const [mutating, validating] = await Promise.all([
      listAll<V1MutatingWebhookConfiguration>(
        lab.client,
        admission,
        'MutatingWebhookConfiguration',
      ),
      listAll<V1ValidatingWebhookConfiguration>(
        lab.client,
        admission,
        'ValidatingWebhookConfiguration',
      ),
    ]);
    const called = (url = '') =>
      Object.entries(lab.state.revisions).find(([, { webhookPort }]) =>
        url.startsWith(`https://localhost:${String(webhookPort)}/`),
      )?.[0];
    return Object.fromEntries(
      [...mutating, ...validating]
        .filter(({ metadata }) => /-tag-|default-validator/.test(metadata?.name ?? ''))
        .map(({ metadata, webhooks = [] }) => {
          const revisions = [
            metadata?.labels?.['istio.io/rev'],
            ...webhooks.map(({ clientConfig }) => called(clientConfig.url)),
          ];
          return [metadata?.name ?? '', [...new Set(revisions)].join()];
        }),
    );
  };

  beforeAll(async () => {
    checkout = checkoutWith({ mesh: MESH, rollout: ROLLOUT });
    lab = await startBareLab();
    const tool = await resolveTool('istioctl-1.31', process.env, (line) =>
      process.stderr.write(`${line}\n`),
    );
    istioctl = tool.path;
  }, BUILDING_MS);

  afterAll(async () => {
    await lab.down();
  });

  const create = async (...objects: readonly KubernetesObject[]) => {
    for (const object of objects)
      await lab.client.objects.create(object, undefined, undefined, 'kubectl');
  };

  const tagByHand = (...args: readonly string[]) =>
    execute(istioctl, ['tag', 'set', ...args], {
      env: { ...process.env, KUBECONFIG: lab.state.kubeconfig },
    });

  it('has them made by up, and one by somebody else', async () => {
    await run(0, 'up');
    await tagByHand('stable', '--revision', '1-30');
    expect(await leading()).toEqual({
      'istio-revision-tag-default': '1-30',
      'istio-revision-tag-prod': '1-30',
      'istio-revision-tag-stable': '1-30',
      'istiod-default-validator': '1-30',
    });
    await create(namespaceOf('shop', { 'istio-injection': 'enabled' }), workloadOf('shop'));
    await awaitThat('the pod of the shop', async () =>
      (await injectedRevisions(lab.client)).includes('1-30') ? true : undefined,
    );
  });

  it('has what is ours handed over, and keeps the old revision while a tag of somebody else leads to it', async () => {
    const { stdout, stderr } = await run(5, 'rollout', 'run');
    expect(stdout + stderr).toContain('istioctl tag set stable --revision 1-31 --overwrite');
    expect(await leading()).toEqual({
      'istio-revision-tag-default': '1-31',
      'istio-revision-tag-prod': '1-31',
      'istio-revision-tag-stable': '1-30',
      'istiod-default-validator': '1-31',
    });
    const deployments = await listAll<V1Deployment>(lab.client, 'apps/v1', 'Deployment');
    expect(deployments.map(({ metadata }) => metadata?.name)).toContain('istiod-1-30');
    const status = await run(0, 'rollout', 'status');
    expect(status.stdout).toContain('removal of 1-30');
  });

  it('has the old revision removed once that tag is moved, and none of what was handed over', async () => {
    await tagByHand('stable', '--revision', '1-31', '--overwrite');
    await run(0, 'rollout', 'run');
    const { revisionObjects } = await observe(lab.client, ['1-30'], Date.now);
    expect(revisionObjects).toEqual(expect.objectContaining({ value: { '1-30': [] } }));
    expect(await injectedRevisions(lab.client)).toEqual(['1-31']);
    expect(await leading()).toEqual({
      'istio-revision-tag-default': '1-31',
      'istio-revision-tag-prod': '1-31',
      'istio-revision-tag-stable': '1-31',
      'istiod-default-validator': '1-31',
    });
  });

  it.each([
    ['istio-injection=enabled', { 'istio-injection': 'enabled' }],
    ['the tag of the source', { 'istio.io/rev': 'prod' }],
    ['the tag of somebody else', { 'istio.io/rev': 'stable' }],
  ])('injects new pods of %s by the new revision', async (_title, labels) => {
    const name = `new-${Object.values(labels).join()}`;
    await create(namespaceOf(name, labels), workloadOf(name));
    const revision = await awaitThat('its pod', async () => {
      const pods = await listAll<V1Pod>(lab.client, 'v1', 'Pod');
      const pod = pods.find(({ metadata }) => metadata?.namespace === name);
      return pod === undefined
        ? undefined
        : (pod.metadata?.annotations?.['istio.io/rev'] ?? 'none');
    });
    expect(revision).toBe('1-31');
  });

  it('refuses what is invalid, and takes what is not', async () => {
    const rule = (host: string) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'one', namespace: 'shop' },
      spec: { host },
    });
    await expect(create(rule(''))).rejects.toThrow('validation.istio.io');
    await create(rule('shop'));
  });

  it('has nothing changed by up any more', async () => {
    const { stdout } = await run(0, 'up', '--json');
    const { counts } = JSON.parse(stdout) as { counts: Record<string, number> };
    expect(Object.keys(counts)).toEqual(['same']);
  });
});
