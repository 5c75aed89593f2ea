import { Chart, Testing } from 'cdk8s';
import { IstiodRevision, RevisionTag } from '../../../constructs';
import { mapTree } from '../../../lib/deploy/map-tree';
import { toIstioOperator } from '../../../lib/operator/to-istio-operator';
import { planGroup } from '../../../lib/reconcile/deploy-plan/plan-group';
import type { RolloutPosition } from '../../../lib/rollout/position';
import { devEnvironment } from '../../../stacks/environments/dev';
import { platformApp } from '../../../stacks/platform-app';
import { tagApp } from '../../../stacks/tag-app';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly webhooks?: readonly {
    readonly clientConfig: object;
    readonly namespaceSelector: { readonly matchExpressions: readonly unknown[] };
  }[];
  readonly spec?: { readonly selector: object };
}

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  environmentVariables = await renderEnvironment();
}, RENDER_SETUP_MS);

const chart = () => new Chart(Testing.app(), 'chart', { disableResourceNameHashes: true });

describe.each([
  ['1-30', '1.30.3'],
  ['1-31', '1.31.0'],
])('a RevisionTag on %s', (revision, version) => {
  const objects = (): Rendered[] => {
    const tree = chart();
    const document = toIstioOperator({ revision, version });
    new RevisionTag(tree, 'web', { tag: 'web', document, environmentVariables });
    return tree.toJson() as Rendered[];
  };

  it('is the injector and the Service of the tag, each of that revision, and nothing else', () => {
    const found = objects().map(({ kind, metadata }) => [kind, metadata.name]);
    expect(found.sort()).toEqual([
      ['MutatingWebhookConfiguration', 'istio-revision-tag-web'],
      ['Service', 'istiod-revision-tag-web'],
    ]);
    for (const { metadata } of objects()) {
      expect(metadata.labels).toMatchObject({ 'istio.io/rev': revision, 'istio.io/tag': 'web' });
    }
  });

  it('calls the istiod of the revision, selects by the tag, and leaves the CA bundle to istiod', () => {
    const webhooks = objects().flatMap((object) => object.webhooks ?? []);
    expect(webhooks.map(({ clientConfig }) => Object.keys(clientConfig))).toEqual([
      ['service'],
      ['service'],
    ]);
    expect(JSON.stringify(webhooks[0]?.clientConfig)).toContain(`"istiod-${revision}"`);
    expect(webhooks[0]?.namespaceSelector.matchExpressions[0]).toEqual({
      key: 'istio.io/rev',
      operator: 'In',
      values: ['web'],
    });
    const service = objects().find(({ kind }) => kind === 'Service');
    expect(service?.spec?.selector).toMatchObject({ 'istio.io/rev': revision });
  });
});

it('refuses a tag that is called like its revision', () => {
  const document = toIstioOperator({ revision: 'web', version: '1.31.0' });
  const make = () =>
    new RevisionTag(chart(), 'web', { tag: 'web', document, environmentVariables });
  expect(make).toThrow(/two injectors would select the same pods/);
});

it('is no part of its revision, which has the objects that it had without the tag', () => {
  const tree = chart();
  const revision = new IstiodRevision(tree, 'istiod', {
    revision: '1-31',
    version: '1.31.0',
    environmentVariables,
  });
  const before = (tree.toJson() as Rendered[]).length;
  new RevisionTag(tree, 'web', { tag: 'web', document: revision.document, environmentVariables });
  expect((tree.toJson() as Rendered[]).length).toBe(before + 2);
});

describe('the tags of an environment at a position', () => {
  const at = (revision: string): RolloutPosition => ({
    installed: true,
    retired: [],
    namespaces: [{ name: 'shop', uid: 'u', revision: 'web' }],
    gateways: {},
    tags: { web: revision },
    pointers: {},
    status: '',
  });
  const resources = (revision: string) =>
    mapTree(platformApp(devEnvironment, at(revision), environmentVariables), 'tests').filter(
      ({ name }) => name.includes('revision-tag-web'),
    );

  it('keep their names and ids when they move, and belong to the rollout', () => {
    const [before, after] = [resources('1-30'), resources('1-31')];
    expect(before.map(({ key }) => key)).toEqual(after.map(({ key }) => key));
    expect(before).toHaveLength(2);
    expect(after.map((one) => planGroup(one, ['1-31']).type)).toEqual(['rollout', 'rollout']);
  });

  it('are written directly with the very bodies that the engine applies', () => {
    const direct = mapTree(tagApp(devEnvironment, 'web', '1-30', environmentVariables), 'tests');
    expect(direct.map(({ body }) => body)).toEqual(resources('1-30').map(({ body }) => body));
  });

  it('come after istiod, and before the labels that name them', () => {
    const all = mapTree(platformApp(devEnvironment, at('1-30'), environmentVariables), 'tests');
    const dependsOn = (part: string) =>
      all.find(({ key }) => key.includes(part))?.dependsOn.join(' ') ?? '';
    expect(dependsOn('MutatingWebhookConfiguration|istio-revision-tag-web')).toContain(
      'istiod-1-30',
    );
    expect(dependsOn('NamespacePatch|shop')).toContain('istio-revision-tag-web');
  });

  it('must be on a declared revision', () => {
    expect(() => platformApp(devEnvironment, at('1-29'), environmentVariables)).toThrow(
      /revision tag "web" is on revision "1-29", which is not declared/,
    );
  });
});
