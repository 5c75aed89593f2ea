import type { V1Deployment, V1Pod } from '@kubernetes/client-node';
import { listAll } from '../../lib/cluster/list-all';
import { RawObjects, type RawObject } from '../../lib/cluster/raw-objects';
import { digest } from '../../lib/rollout/digest';
import { startBareLab, type BareLab } from '../support/bare-lab';
import { checkoutWith } from '../support/checkout';
import { cliExpecting } from '../support/cli';
import { HELM, ISTIOCTL } from '../support/foreign-install';
import { jsonOf } from '../support/json-of';

jest.setTimeout(1_800_000);

/** A cold build of istioctl takes minutes, and those of a lab's programs may come before it. */
const BUILDING_MS = 3_600_000;

/** `dev` is written anew for each installation: the command line and the engine's program are as they are. */
describe.each([ISTIOCTL, HELM])('an installation made by $name', (made) => {
  let lab: BareLab;
  let objects: RawObjects;
  let checkout: string;
  let before: readonly string[];
  let contents: readonly string[];
  const revision = made.mesh.revisions[0]?.revision ?? '';

  const run = (code: number, ...[command = '', ...args]: string[]) =>
    cliExpecting(code, [command, '--env', 'dev', ...args], lab.env, checkout);

  beforeAll(async () => {
    checkout = checkoutWith({ mesh: made.mesh });
    lab = await startBareLab();
    objects = RawObjects.open(lab.client.config);
    await made.install(lab);
    before = await runningObjects();
  }, BUILDING_MS);

  afterAll(async () => {
    await lab.down();
  });

  it('is not touched by up, which names the way', async () => {
    const { stderr } = await run(5, 'up');
    expect(stderr).toContain(
      `  Deployment istio-system/istiod-${revision} [foreign]: it exists already and was made by somebody else\n` +
        '    take the installation over with "istio-revisions adopt", or remove it\n',
    );
    expect(await managersOf(`Deployment istio-system/istiod-${revision}`)).toContain(made.manager);
  });

  it('is not taken over while a GitOps controller manages a part of it', async () => {
    const mesh = parse(`ConfigMap istio-system/istio-${revision}`);
    await patch(mesh, { metadata: { labels: { 'argocd.argoproj.io/instance': 'mesh' } } });
    const { stderr } = await run(5, 'adopt');
    expect(stderr).toContain(
      `  ConfigMap istio-system/istio-${revision} [reconciled]: Argo CD reconciles it, and would put back whatever is changed here\n` +
        '    stop Argo CD from managing it first\n',
    );
    await patch(mesh, { metadata: { labels: { 'argocd.argoproj.io/instance': null } } });
  });

  it('is not taken over while Istio’s former operator runs', async () => {
    const operator = formerOperator();
    await objects.send('create', operator, { content: operator });
    const { stderr } = await run(5, 'adopt');
    expect(stderr).toContain(
      'Deployment istio-system/istio-operator reconciles IstioOperator objects; scale it to 0 or remove it first\n',
    );
    await patch(operator, { spec: { replicas: 0 } });
  });

  it('is shown as what would be taken over and what is missing, and not touched by that', async () => {
    const { stdout, stderr } = await run(0, 'adopt', '--preview-only');
    expect(stdout).toBe('dev: would be 40 taken over, 3 created\n');
    expect(stderr).toContain(
      `  take over Deployment istio-system/istiod-${revision} from ${made.manager}\n`,
    );
    expect(stderr).toContain('  create IstioOperator istio-system/base\n');
    const { adopted } = jsonOf<Adopted>(
      'adopt',
      (await run(0, 'adopt', '--preview-only', '--json')).stdout,
    );
    contents = await contentsOf(adopted);
    expect(contents).toHaveLength(39);
    expect(await managersOf(`Deployment istio-system/istiod-${revision}`)).toContain(made.manager);
  });

  it('becomes ours without a restart, and nobody else’s', async () => {
    const { stdout } = await run(0, 'adopt', '--json');
    const { done, adopted, created } = jsonOf<Adopted>('adopt', stdout);
    expect([done, adopted.length, created]).toEqual([
      true,
      40,
      [
        'CustomResourceDefinition istiooperators.install.istio.io',
        'IstioOperator istio-system/base',
        `IstioOperator istio-system/istiod-${revision}`,
      ],
    ]);
    expect(await runningObjects()).toEqual(before);
    expect(await contentsOf(adopted)).toEqual(contents);
    for (const object of adopted) {
      const managers = await managersOf(object);
      expect([object, managers]).toEqual([
        object,
        expect.arrayContaining(['istio-revisions-deploy']),
      ]);
      expect([object, managers.filter(isInstaller)]).toEqual([object, []]);
    }
  });

  it('changes no more, by whichever command', async () => {
    const { stdout } = await run(0, 'up', '--json');
    expect(jsonOf('up', stdout)).toMatchObject({ counts: { same: 43 }, changes: [] });
    expect((await run(0, 'up', '--preview-only')).stdout).toBe('no changes (43 same)\n');
    expect((await run(0, 'adopt')).stdout).toBe('dev: nothing to take over\n');
    expect(await runningObjects()).toEqual(before);
  });

  /** Every pod that runs, and what every Deployment asks for: a restart would change both. */
  async function runningObjects(): Promise<string[]> {
    const pods = await listAll<V1Pod>(lab.client, 'v1', 'Pod');
    const deployments = await listAll<V1Deployment>(lab.client, 'apps/v1', 'Deployment');
    return [
      ...pods.map(({ metadata }) => `${metadata?.name ?? ''} ${metadata?.uid ?? ''}`),
      ...deployments.map(({ metadata, spec }) => `${metadata?.name ?? ''} ${digest(spec)}`),
    ]
      .filter((line) => !line.startsWith('istio-operator'))
      .sort();
  }

  /** Everything that an object says but who owns it; the values as text for people may be worded anew. */
  async function contentsOf(names: readonly string[]): Promise<string[]> {
    const told = names.filter((name) => !name.startsWith('ConfigMap istio-system/values'));
    const contents = told.map(async (name) => {
      const { metadata, status: _, ...content } = await objects.send('read', parse(name));
      const { managedFields: _fields, resourceVersion: _version, ...rest } = metadata;
      // Whose it is says an annotation of Pulumi's, which nothing but Pulumi reads; a Deployment's generation counts it.
      const { annotations = {}, generation: _generation, ...kept } = rest as typeof rest & Numbered;
      const others = Object.entries(annotations).filter(([key]) => !key.startsWith('pulumi.com/'));
      return `${name} ${JSON.stringify({ ...content, metadata: { ...kept, others } })}`;
    });
    return Promise.all(contents);
  }

  async function managersOf(object: string): Promise<string[]> {
    const { metadata } = await objects.send('read', parse(object));
    return (metadata.managedFields ?? [])
      .filter(({ subresource }) => subresource === undefined)
      .map(({ manager = '' }) => manager);
  }

  async function patch(object: RawObject, content: object): Promise<void> {
    await objects.send('patch', object, { contentType: 'application/merge-patch+json', content });
  }
});

interface Numbered {
  readonly generation?: number;
}

/** What `adopt --json` prints. */
interface Adopted {
  readonly done: boolean;
  readonly adopted: readonly string[];
  readonly created: readonly string[];
}

/** Whoever installed it, and whom the API server lets own what nobody owns. */
function isInstaller(manager: string): boolean {
  return /^(istio-operator|helm|before-first-apply)$/.test(manager);
}

const GROUPS: Readonly<Record<string, string>> = {
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  Deployment: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
};

/** An object as the command line names it, such as `Deployment istio-system/istiod-1-31`. */
function parse(text: string): RawObject {
  const [kind = '', path = ''] = text.split(' ');
  const [name = '', namespace] = path.split('/').reverse();
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  return { apiVersion: GROUPS[kind] ?? 'v1', kind, metadata };
}

function formerOperator(): RawObject {
  const labels = { name: 'istio-operator' };
  return {
    ...parse('Deployment istio-system/istio-operator'),
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'istio-operator', image: 'istio/operator:1.23.0' }] },
      },
    },
  };
}
