import { Chart, Testing } from 'cdk8s';
import {
  EastWestGateway,
  Gateway,
  IstiodRevision,
  MeshBase,
  MeshConfig,
  RevisionRollout,
} from '../../../constructs';
import { TREE_MARK } from '../../../lib/tree-mark';
import type { RevisionRolloutProps } from '../../../constructs/revision-rollout';
import { mapTree } from '../../../lib/deploy/map-tree';
import { InvalidInputError } from '../../../lib/operator/issue';
import type { IstioOperator } from '../../../lib/operator/istio-operator';
import { readOperator } from '../../../lib/operator/read-operator';
import { renderOperator } from '../../../lib/render/render-operator';
import { stringify } from 'yaml';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  environmentVariables = await renderEnvironment();
}, RENDER_SETUP_MS);

const chart = () => new Chart(Testing.app(), 'chart', { disableResourceNameHashes: true });

/** A document as it comes back from text. */
function documentOf(text: string): IstioOperator {
  const { file, issues } = readOperator(text, 'iop.yaml');
  if (file === null) throw new Error(JSON.stringify(issues));
  return file.document as unknown as IstioOperator;
}

describe('an IstiodRevision', () => {
  it.each(['1.30.3', '1.31.0'])('of %s is exactly what its document renders to', (version) => {
    const tree = chart();
    const { document, revision } = new IstiodRevision(tree, 'istiod', {
      revision: 'green',
      version,
      profile: 'minimal',
      hub: 'registry.istio.io/release',
      meshConfig: new MeshConfig({
        accessLogFile: '/dev/stdout',
        defaultConfig: { concurrency: 2 },
      }),
      values: { global: { logAsJson: true } },
      components: { pilot: { k8s: { resources: { requests: { cpu: '100m' } } } } },
      environmentVariables,
    });
    expect(revision).toBe('green');
    // Through text, as "istio-revisions render" gets it.
    const text = stringify(document, { version: '1.1' });
    const { objects } = renderOperator(documentOf(text), environmentVariables);
    expect(tree.toJson()).toEqual(objects);
  });

  it('is the same from a document as from the props it was made of', () => {
    const props = { revision: 'green', version: '1.31.0', environmentVariables };
    const fromProps = chart();
    const { document } = new IstiodRevision(fromProps, 'istiod', props);
    const fromDocument = chart();
    new IstiodRevision(fromDocument, 'istiod', { document, environmentVariables });
    expect(fromDocument.toJson()).toEqual(fromProps.toJson());
  });

  it('is refused with a document and props', () => {
    const { document } = new IstiodRevision(chart(), 'istiod', {
      revision: 'green',
      version: '1.31.0',
      environmentVariables,
    });
    const both = { document, hub: 'x', environmentVariables };
    expect(() => new IstiodRevision(chart(), 'both', both)).toThrow('found a document and hub');
  });

  it('is refused with a name that no object can have', () => {
    const props = { revision: '1.31.0', version: '1.31.0', environmentVariables };
    expect(() => new IstiodRevision(chart(), 'istiod', props)).toThrow(
      'spec.revision: found "1.31.0"; it must be a DNS label',
    );
  });
});

describe('a release that Helm installed', () => {
  const instances = (tree: Chart) => [
    ...new Set(
      (tree.toJson() as { metadata: { labels?: Record<string, string> } }[])
        .map(({ metadata }) => metadata.labels)
        .flatMap((labels) => [labels?.['app.kubernetes.io/instance'], labels?.['release']])
        .filter((name) => name !== undefined),
    ),
  ];

  it.each([
    [undefined, 'istio'],
    ['istiod-green', 'istiod-green'],
  ])('is in the labels of a revision: %s', (declared, expected) => {
    const release = declared === undefined ? {} : { release: declared };
    const props = { revision: 'green', version: '1.31.0', environmentVariables, ...release };
    const tree = chart();
    const { document } = new IstiodRevision(tree, 'istiod', props);
    expect(instances(tree)).toEqual([expected]);
    // Through text, as the document of the cluster gets back to us.
    const text = stringify(document);
    const { objects } = renderOperator(documentOf(text), environmentVariables);
    expect(tree.toJson()).toEqual(objects);
  });

  it('is in the labels of the base', () => {
    const props = { version: '1.31.0', defaultRevision: 'none', environmentVariables };
    const [named, plain] = [chart(), chart()];
    new MeshBase(named, 'base', { ...props, release: 'istio-base' });
    new MeshBase(plain, 'base', props);
    expect([instances(named), instances(plain)]).toEqual([['istio-base'], ['istio']]);
  });
});

describe('the address of a gateway', () => {
  it('is kept when the gateway leaves the source, and nothing else of it is', () => {
    const tree = chart();
    const props = {
      namespace: 'gateways',
      generations: [{ revision: 'green', version: '1.31.0' }],
      environmentVariables,
    } as const;
    new Gateway(tree, 'ingress', { ...props, name: 'ingress' });
    new EastWestGateway(tree, 'eastwest', { ...props, name: 'eastwest', network: 'one' });
    const kept = mapTree(tree, 'tests').filter(
      ({ protect, retainOnDelete }) => protect || retainOnDelete,
    );
    expect(kept.map(({ body }) => `${body.kind} ${body.metadata.name}`)).toEqual([
      'Service ingress',
      'Service eastwest',
    ]);
  });
});

describe('a MeshBase', () => {
  it('without a default revision has no validator', () => {
    const kinds = (defaultRevision: string) => {
      const tree = chart();
      new MeshBase(tree, 'base', { version: '1.31.0', defaultRevision, environmentVariables });
      return new Set((tree.toJson() as { kind: string }[]).map(({ kind }) => kind));
    };
    expect(kinds('none')).not.toContain('ValidatingWebhookConfiguration');
    expect(kinds('1-31')).toContain('ValidatingWebhookConfiguration');
  });
});

describe('a MeshConfig', () => {
  it('is shared: what is laid over it for one revision does not reach another', () => {
    const shared = new MeshConfig({ defaultConfig: { concurrency: 2 }, trustDomain: 'a' });
    expect(shared.with({ defaultConfig: { statusPort: 1 } }).values).toEqual({
      defaultConfig: { concurrency: 2, statusPort: 1 },
      trustDomain: 'a',
    });
    expect(shared.values).toEqual({ defaultConfig: { concurrency: 2 }, trustDomain: 'a' });
  });
});

describe('a RevisionRollout', () => {
  const props: RevisionRolloutProps = {
    from: '1-30',
    to: '1-31',
    revisions: ['1-30', '1-31'],
    waves: [
      { name: 'gateways', gateways: [{ namespace: 'gateways', name: 'ingress' }] },
      { name: 'web', namespaces: ['frontend'] },
    ],
  };
  const position = {
    installed: true,
    retired: [],
    namespaces: [{ name: 'frontend', uid: 'u1', revision: '1-31' }],
    gateways: {},
    tags: {},
    pointers: {},
    status: '',
  };

  it('touches no namespace before it has started', () => {
    const tree = chart();
    new RevisionRollout(tree, 'rollout', props);
    expect(tree.toJson()).toEqual([]);
  });

  it('owns one label of each namespace that it adopted, under an id that never changes', () => {
    const tree = chart();
    const rollout = new RevisionRollout(tree, 'rollout', { ...props, position });
    expect(tree.toJson()).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: 'frontend',
          uid: 'u1',
          labels: { 'istio.io/rev': '1-31' },
          annotations: { 'pulumi.com/patchFieldManager': 'istio-revisions' },
        },
      },
    ]);
    const [patch] = rollout.node.children;
    expect(patch!.node.path).toBe('chart/rollout/frontend');
    expect(patch!.node.metadata).toMatchObject([{ type: TREE_MARK.patch, data: true }]);
  });

  it.each<[string, Partial<RevisionRolloutProps>, string]>([
    ['goes nowhere', { to: '1-30' }, 'from and to are both "1-30"'],
    [
      'goes to a revision that nobody declares',
      { to: '1-32' },
      'to: revision "1-32" is not declared; declared: 1-30, 1-31',
    ],
    [
      'would remove a revision that nobody declares',
      { from: '1-29' },
      'from: revision "1-29" is not declared (declared: 1-30, 1-31), so a rollout cannot remove it',
    ],
    ['has no waves', { waves: [] }, 'waves: there is none'],
    ['has an empty wave', { waves: [{ name: 'a', namespaces: [] }] }, 'wave a: it is empty'],
    [
      'has two waves of one name',
      {
        waves: [
          { name: 'a', namespaces: ['x'] },
          { name: 'a', namespaces: ['y'] },
        ],
      },
      'two are called "a"',
    ],
    [
      'moves a namespace twice',
      {
        waves: [
          { name: 'a', namespaces: ['x'] },
          { name: 'b', namespaces: ['x'] },
        ],
      },
      'namespace x is in two waves',
    ],
    [
      'moves gateways last',
      { waves: [...props.waves].reverse() },
      'gateways move before namespaces',
    ],
    ['keeps what it may not', { removal: 'later' as never }, 'removal: found "later"'],
    ['soaks for less than no time', { soakSeconds: -1 }, 'soakSeconds: found -1'],
    ['may take no time', { deadlineSeconds: 0 }, 'deadlineSeconds: found 0'],
  ])('is refused when it %s', (_what, change, message) => {
    const make = () => new RevisionRollout(chart(), 'rollout', { ...props, ...change });
    expect(make).toThrow(InvalidInputError);
    expect(make).toThrow(message);
  });

  it('may come from a revision that another tool installed, if that one removes it', () => {
    const make = () =>
      new RevisionRollout(chart(), 'rollout', { ...props, from: '1-29', removal: 'keep' });
    expect(make).not.toThrow();
  });
});
