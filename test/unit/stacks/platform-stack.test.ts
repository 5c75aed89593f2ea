import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { mapTree } from '../../../lib/deploy/map-tree';
import type { KubeObject } from '../../../lib/render/kube-object';
import { aloneOn } from '../../../lib/rollout/gateway-places';
import type { RolloutPosition } from '../../../lib/rollout/position';
import { findEnvironment, UnknownEnvironmentError } from '../../../stacks/environments';
import { devEnvironment } from '../../../stacks/environments/dev';
import type { EnvironmentSpec } from '../../../stacks/environments/environment';
import type { PlatformStack } from '../../../stacks/platform-stack';
import { requireKnownVariables, retiredWarnings } from '../../../stacks/validate-environment';
import { platformOf } from '../../support/platform-of';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';
import { releasedCharts } from '../../support/released-charts';

const GOLDEN = join(__dirname, 'platform-names.txt');

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  environmentVariables = await renderEnvironment();
}, RENDER_SETUP_MS);

const INSTALLED: RolloutPosition = {
  installed: true,
  retired: [],
  namespaces: [
    { name: 'frontend', uid: 'u1', revision: '1-31' },
    { name: 'orders', uid: 'u2', revision: '1-30' },
  ],
  gateways: { 'gateways/ingress': aloneOn('1-31') },
  tags: {},
  pointers: {},
  status: 'wave 3/4',
};

const platform = (position?: RolloutPosition, environment = devEnvironment) =>
  platformOf(environmentVariables, environment, position);

/** `<construct path>  <kind> <namespace>/<name>` of every object. */
function names(stack: PlatformStack): string[] {
  return stack.node
    .findAll()
    .filter((node) => ApiObject.isApiObject(node))
    .map(({ node, kind, metadata, name }) => {
      const namespace = metadata.namespace === undefined ? '' : `${metadata.namespace}/`;
      return `${node.path}  ${kind} ${namespace}${name}`;
    });
}

interface Workload {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: { readonly metadata: { readonly labels: Record<string, string> } };
  };
}

interface Address {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly selector: Readonly<Record<string, string>> };
}

interface DocumentObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Record<string, string> };
  readonly spec: { readonly revision?: string };
}

const ids = (stack: PlatformStack) => stack.node.children.map(({ node }) => node.id);

describe('the platform of an environment', () => {
  it('has the ids and names of the golden list, since a rename is a removal', () => {
    expect(`${names(platform(INSTALLED)).join('\n')}\n`).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  it('has no target revision until the rollout installs it', () => {
    expect(ids(platform())).not.toContain('1-31');
    expect(ids(platform({ ...INSTALLED, installed: false }))).not.toContain('1-31');
    expect(ids(platform(INSTALLED))).toEqual(expect.arrayContaining(['1-30', '1-31']));
  });

  it('has all revisions when it has no rollout', () => {
    const { rollout: _rollout, ...without } = devEnvironment;
    expect(ids(platform(undefined, without))).toEqual(expect.arrayContaining(['1-30', '1-31']));
  });

  it('loses a retired revision, and nothing else, though the source still names it', () => {
    const before = names(platform(INSTALLED));
    const after = names(platform({ ...INSTALLED, retired: ['1-30'] }));
    expect(before.filter((name) => !after.includes(name))).toEqual(
      before.filter((name) => /^dev\/(1-30\/|document-istiod-1-30 )/.test(name)),
    );
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });

  it('changes one label per namespace when a wave moves, and nothing else', () => {
    const before = platform(INSTALLED).toJson() as object[];
    const moved = {
      ...INSTALLED,
      namespaces: INSTALLED.namespaces.map((one) => ({ ...one, revision: '1-31' })),
    };
    const after = platform(moved).toJson() as { metadata: { name: string } }[];
    const changed = after.filter(
      (object, index) => JSON.stringify(object) !== JSON.stringify(before[index]),
    );
    expect(changed.map(({ metadata }) => metadata.name)).toEqual(['orders']);
  });

  it('has its gateways on the revision of the position, else of the source', () => {
    const revisionsOf = (stack: PlatformStack) =>
      (stack.toJson() as Workload[])
        .filter(
          ({ kind, metadata }) => kind === 'Deployment' && metadata.name.startsWith('ingress'),
        )
        .map(({ metadata, spec }) => [
          metadata.name,
          spec.template.metadata.labels['istio.io/rev'],
        ]);
    expect(revisionsOf(platform())).toEqual([['ingress-1-30', '1-30']]);
    expect(revisionsOf(platform(INSTALLED))).toEqual([['ingress-1-31', '1-31']]);
  });

  it('leads the address of a gateway to the pods of its revision alone, so that others can come up beside them', () => {
    const [address] = (platform(INSTALLED).toJson() as Address[]).filter(
      ({ kind, metadata }) => kind === 'Service' && metadata.name === 'ingress',
    );
    expect(address?.spec.selector).toEqual({
      app: 'ingress',
      istio: 'ingress',
      'istio-revisions.dev/generation': '1-31',
    });
  });

  it('keeps what a rollout did when the rollout is no longer declared', () => {
    const { rollout: _rollout, ...environment } = devEnvironment;
    const position = { ...INSTALLED, retired: ['1-30'] };
    const kinds = (stack: PlatformStack) => stack.toJson() as Workload[];
    expect(ids(platform(position, environment))).not.toContain('1-30');
    const labels = kinds(platform(position, environment)).filter(
      ({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'frontend',
    );
    expect(labels).toMatchObject([{ metadata: { labels: { 'istio.io/rev': '1-31' } } }]);
    expect(kinds(platform(position, environment))).toEqual(kinds(platform(position)));
  });

  it('shows the cluster the document of all that it runs, marked as its own', () => {
    const documents = (platform(INSTALLED).toJson() as DocumentObject[]).filter(
      ({ kind }) => kind === 'IstioOperator',
    );
    expect(documents.map(({ metadata, spec }) => [metadata.name, spec.revision])).toEqual([
      ['base', undefined],
      ['istiod-1-30', '1-30'],
      ['istiod-1-31', '1-31'],
    ]);
    for (const { metadata } of documents) {
      expect(metadata.annotations).toEqual({ 'istio-revisions.dev/managed-by': 'stack' });
    }
  });

  it('is the same whenever it is made', () => {
    expect(platform(INSTALLED).toJson()).toEqual(platform(INSTALLED).toJson());
  });

  it('is refused with every problem of the environment', () => {
    const { mesh } = devEnvironment;
    const global = { network: 'network-2' };
    const environment: EnvironmentSpec = {
      ...devEnvironment,
      mesh: {
        ...mesh,
        network: 'network 1',
        base: { version: '1.30.3', defaultRevision: '1-29' },
        revisions: [...mesh.revisions, { revision: '1-30', version: '1.30.2', values: { global } }],
        gateways: [
          ...mesh.gateways,
          { name: 'ingress', namespace: 'gateways', revision: '1-32' },
          { name: 'ingress', namespace: 'edge', revision: '1-31', eastWest: true },
        ],
      },
    };
    const problems = [
      'two revisions are called alike (both are set by ISTIO_REVISIONS_SET_1_30)',
      'found 1.30.3, but revision "1-31" is 1.31.0',
      'found "1-29", must be "none" or a declared revision: 1-30, 1-31',
      'two gateways are called gateways/ingress',
      'found "1-32", which is not declared; declared: 1-30, 1-31',
      'dev: mesh.network: found "network 1"; a network is the value of a label',
      'mesh.revisions.1-30.values.global.network: found "network-2", but mesh.network is "network 1"',
      'mesh.gateways.edge/ingress.name: gateways/ingress is called the same',
    ];
    for (const problem of problems) {
      expect(() => platform(undefined, environment)).toThrow(problem);
    }
  });

  it('is refused with a wave of a gateway that it does not declare, which would never move', () => {
    const waves = [{ name: 'edge', gateways: [{ namespace: 'gateways', name: 'ingres' }] }];
    const rollout = { ...devEnvironment.rollout!, waves };
    expect(() => platform(undefined, { ...devEnvironment, rollout })).toThrow(
      'rollout.waves.edge: found gateway "gateways/ingres", which is not declared in mesh.gateways; declared: gateways/ingress',
    );
  });

  it('is refused with an east-west gateway that leads to no network', () => {
    const gateway = { name: 'eastwest', namespace: 'gateways', revision: '1-30', eastWest: true };
    const mesh = { ...devEnvironment.mesh, gateways: [gateway] };
    expect(() => platform(undefined, { ...devEnvironment, mesh })).toThrow(
      'mesh.gateways.gateways/eastwest.eastWest: found true, but mesh.network is missing',
    );
  });
});

describe('the platform of an environment whose istiods other clusters use', () => {
  const gateway = {
    name: 'eastwest',
    namespace: 'gateways',
    revision: '1-30',
    eastWest: true,
    exposeIstiod: true,
  };
  const environmentWith = (change: Partial<typeof gateway>): EnvironmentSpec => {
    const { rollout, ...environment } = devEnvironment;
    const gateways = [...devEnvironment.mesh.gateways, { ...gateway, ...change }];
    return {
      ...environment,
      mesh: { ...devEnvironment.mesh, network: 'network-1', gateways },
      rollout: rollout!,
    };
  };
  const routes = (position?: RolloutPosition) =>
    (platform(position, environmentWith({})).toJson() as KubeObject[])
      .filter(({ kind }) => kind === 'VirtualService')
      .map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);

  it('routes to each revision that is there: the target with its istiod, and none that was retired', () => {
    const [old, target] = [
      'istio-system/eastwest-istiod-1-30',
      'istio-system/eastwest-istiod-1-31',
    ];
    expect(routes()).toEqual([old]);
    expect(routes(INSTALLED)).toEqual([old, target]);
    expect(routes({ ...INSTALLED, retired: ['1-30'] })).toEqual([target]);
  });

  it('writes the routes when their kind is there and the istiods that check them are ready', () => {
    const resources = mapTree(platform(INSTALLED, environmentWith({})), 'manager');
    const found = resources.filter(({ type }) => type.endsWith(':VirtualService'));
    expect(found).toHaveLength(2);
    for (const { dependsOn } of found)
      expect(dependsOn.map((key) => key.replace(/^.*:/, ''))).toEqual([
        'Namespace|istio-system',
        'CustomResourceDefinition|virtualservices.networking.istio.io',
        'Deployment|istio-system/istiod-1-30',
        'Deployment|istio-system/istiod-1-31',
      ]);
  });

  it('is refused where the gateway has no port for them', () => {
    expect(() => platform(undefined, environmentWith({ eastWest: false }))).toThrow(
      'mesh.gateways.gateways/eastwest.exposeIstiod: found true, but only an east-west gateway has the ports 15012 and 15017',
    );
  });
});

describe('the platform of one cluster of a mesh', () => {
  const cluster = { context: 'c' };
  const others = [
    { name: 'us', cluster },
    { name: 'asia', cluster },
  ];
  const accounts = (fleet?: EnvironmentSpec['fleet']) => {
    const environment = { ...devEnvironment, ...(fleet === undefined ? {} : { fleet }) };
    return (platform(undefined, environment).toJson() as KubeObject[])
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`)
      .filter((name) => name.includes('/istio-reader-'));
  };

  it('has an account for each other cluster whose istiods read it', () => {
    const shared = 'istio-system/istio-reader-service-account';
    expect(accounts({ name: 'shop', cluster: 'eu', others })).toEqual([
      shared,
      'istio-system/istio-reader-us',
      'istio-system/istio-reader-asia',
    ]);
    expect(accounts({ name: 'shop', cluster: 'eu', others: [] })).toEqual([shared]);
    expect(accounts()).toEqual([shared]);
  });
});

describe('the platform of an environment outside the lab', () => {
  const environment: EnvironmentSpec = { ...devEnvironment, name: 'elsewhere', cluster: {} };

  it('is refused with charts that no release of Istio shipped, in a shell of the lab too', () => {
    expect(environmentVariables['ISTIO_REVISIONS_LAB']).not.toBe('');
    expect(() => platform(undefined, environment)).toThrow(
      /^base 1\.0\.0 in .*, which ISTIO_REVISIONS_CHARTS names, is a chart of Istio's source tree/,
    );
  });

  it('is made with the charts of a release', () => {
    const folder = releasedCharts(environmentVariables['ISTIO_REVISIONS_CHARTS'] ?? '');
    const released = { ...environmentVariables, ISTIO_REVISIONS_CHARTS: folder };
    const stack = platformOf(released, environment);
    expect(ids(stack)).toContain('1-30');
    rmSync(folder, { recursive: true });
  });
});

describe('environments', () => {
  it('are found by name, and an unknown one gets the known names', () => {
    expect(findEnvironment('dev')).toBe(devEnvironment);
    expect(() => findEnvironment('nowhere')).toThrow(UnknownEnvironmentError);
    expect(() => findEnvironment('nowhere')).toThrow(
      'unknown environment "nowhere"; known: dev, sandbox, staging, prod',
    );
  });

  it('say which revisions they still name although a rollout removed them', () => {
    expect(retiredWarnings(devEnvironment, ['1-30', '1-29'])).toEqual([
      'dev: revision 1-30 was removed by a rollout and stays absent; take it out of mesh.revisions',
    ]);
    expect(retiredWarnings(devEnvironment, [])).toEqual([]);
  });

  it('refuse variables for a revision that none of them has', () => {
    const check = (name: string) => () => {
      requireKnownVariables({ [name]: 'values.a=1' }, [devEnvironment]);
    };
    expect(check('ISTIO_REVISIONS_SET_1_31')).not.toThrow();
    expect(check('ISTIO_REVISIONS_SET_1_13')).toThrow('ISTIO_REVISIONS_SET_1_13');
  });
});
