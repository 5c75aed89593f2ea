import {
  environmentsOf,
  type FleetCluster,
  type FleetSpec,
} from '../../../stacks/environments/fleet';
import type { EnvironmentSpec } from '../../../stacks/environments/environment';
import { devEnvironment } from '../../../stacks/environments/dev';
import { requireValidEnvironment } from '../../../stacks/validate-environment';
import { platformOf } from '../../support/platform-of';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const EAST_WEST = {
  name: 'eastwest',
  namespace: 'gateways',
  revision: '1-30',
  eastWest: true,
  exposeIstiod: true,
  values: { replicaCount: 2, autoscaling: { enabled: false } },
} as const;

const PRIMARY = { name: 'eu-1', cluster: { lab: 'eu-1' }, network: 'eu' } as const;

const REMOTE = {
  name: 'us-1',
  cluster: { lab: 'us-1' },
  network: 'us',
  controlPlane: { cluster: 'eu-1', address: '203.0.113.7' },
} as const;

const { rollout: _rollout, ...unmoved } = devEnvironment;

/** A mesh of two clusters, the second of which uses the istiods of the first. */
const FLEET: FleetSpec = {
  ...unmoved,
  name: 'shop',
  clusters: [PRIMARY, REMOTE],
  mesh: {
    ...devEnvironment.mesh,
    base: { version: '1.31.0', defaultRevision: '1-30' },
    revisions: devEnvironment.mesh.revisions.map((revision) => ({
      ...revision,
      values: {
        global: { meshID: 'shop', proxy: { logLevel: 'info' } },
        pilot: { autoscaleMin: 2 },
      },
      components: { pilot: { k8s: { replicaCount: 2 } } },
    })),
    gateways: [...devEnvironment.mesh.gateways, EAST_WEST],
  },
};

interface Rendered {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly endpoints?: unknown;
  readonly ports?: readonly { readonly port: number }[];
  readonly webhooks?: readonly { readonly clientConfig: { readonly service: object } }[];
  readonly subjects?: readonly { readonly name: string }[];
}

let variables: NodeJS.ProcessEnv;
beforeAll(async () => {
  variables = await renderEnvironment();
}, RENDER_SETUP_MS);

const [eu, us] = environmentsOf(FLEET);
const rendered = (environment: EnvironmentSpec | undefined): readonly Rendered[] =>
  platformOf(variables, environment!).toJson() as Rendered[];
const named = (objects: readonly Rendered[], kind: string, name: string) =>
  objects.find((one) => one.kind === kind && one.metadata.name === name);
const problems = (clusters: readonly FleetCluster[], changes: Partial<FleetSpec> = {}): string => {
  return environmentsOf({ ...FLEET, ...changes, clusters })
    .map((environment) => {
      try {
        requireValidEnvironment(environment);
        return '';
      } catch (error) {
        return String(error);
      }
    })
    .join('\n')
    .trim();
};
const controlled = (controlPlane: FleetCluster['controlPlane']): FleetCluster => ({
  ...REMOTE,
  ...(controlPlane === undefined ? {} : { controlPlane }),
});

describe('a cluster that uses the istiods of another', () => {
  it('has for each revision of both minors a Service that leads there, the injector, and no istiod', () => {
    const objects = rendered(us);
    for (const revision of ['1-30', '1-31']) {
      const name = `istiod-${revision}`;
      expect(named(objects, 'Deployment', name)).toBeUndefined();
      expect(named(objects, 'Service', name)?.spec?.['selector']).toBeUndefined();
      const slice = named(objects, 'EndpointSlice', name);
      expect(slice?.metadata.labels?.['kubernetes.io/service-name']).toBe(name);
      expect(slice?.endpoints).toEqual([{ addresses: ['203.0.113.7'] }]);
      expect(slice?.ports?.map(({ port }) => port)).toEqual([15012, 15017]);
      const injector = named(
        objects,
        'MutatingWebhookConfiguration',
        `istio-sidecar-injector-${revision}`,
      );
      const services = injector?.webhooks?.map(({ clientConfig }) => clientConfig.service);
      expect(services?.length).toBeGreaterThan(0);
      for (const service of services ?? [])
        expect(service).toMatchObject({ name, path: '/inject/cluster/us-1/net/us', port: 443 });
    }
  });

  it('has neither validator nor configuration of istiods, which are where those run', () => {
    const kinds = rendered(us).map(({ kind }) => kind);
    expect(kinds).not.toContain('ValidatingWebhookConfiguration');
    const configured = (objects: readonly Rendered[]) =>
      objects
        .filter(({ data }) => data?.['mesh'] !== undefined)
        .map(({ metadata }) => metadata.name);
    expect(configured(rendered(us))).toEqual([]);
    expect(configured(rendered(eu))).toEqual(['istio-1-30', 'istio-1-31']);
    expect(rendered(eu).map(({ kind }) => kind)).toContain('ValidatingWebhookConfiguration');
  });

  it('injects by default all the same, by the tag of that revision', () => {
    const tag = named(rendered(us), 'MutatingWebhookConfiguration', 'istio-revision-tag-default');
    expect(tag?.webhooks?.[0]?.clientConfig.service).toMatchObject({
      name: 'istiod-1-30',
      path: '/inject/cluster/us-1/net/us',
    });
  });

  it('says in its mesh namespace whose it is, and gives the account of that cluster the wider role', () => {
    const objects = rendered(us);
    expect(named(objects, 'Namespace', 'istio-system')?.metadata.annotations).toEqual({
      'topology.istio.io/controlPlaneClusters': 'eu-1',
    });
    const role = 'istio-revisions-control-plane-istio-system';
    expect(named(objects, 'ClusterRoleBinding', role)?.subjects?.map(({ name }) => name)).toEqual([
      'istio-reader-eu-1',
    ]);
  });

  it('reads no other cluster, so the others have no account for it', () => {
    expect(rendered(eu).map(({ metadata }) => metadata.name)).not.toContain('istio-reader-us-1');
    expect(rendered(us).map(({ metadata }) => metadata.name)).toContain('istio-reader-eu-1');
  });

  it('exposes nothing by the gateway through which others come in', () => {
    const exposed = (objects: readonly Rendered[]) =>
      objects.filter(({ kind }) => kind === 'VirtualService').map(({ metadata }) => metadata.name);
    expect(exposed(rendered(us))).toEqual([]);
    expect(exposed(rendered(eu))).toEqual(['eastwest-istiod-1-30', 'eastwest-istiod-1-31']);
  });
});

describe('the cluster whose istiods another uses', () => {
  it('lets them lead in other clusters', () => {
    for (const revision of ['1-30', '1-31']) {
      const istiod = named(rendered(eu), 'Deployment', `istiod-${revision}`);
      expect(JSON.stringify(istiod)).toContain('{"name":"EXTERNAL_ISTIOD","value":"true"}');
    }
  });

  it('sends the proxies of each revision to the Service of that revision, which each cluster has', () => {
    for (const revision of ['1-30', '1-31']) {
      const mesh = named(rendered(eu), 'ConfigMap', `istio-${revision}`)?.data?.['mesh'];
      expect(mesh).toContain(`discoveryAddress: istiod-${revision}.istio-system.svc:15012`);
    }
  });

  it('is a primary for others only where it is told so', () => {
    const [alone] = environmentsOf({ ...FLEET, clusters: [PRIMARY, { ...PRIMARY, name: 'us-1' }] });
    expect(JSON.stringify(rendered(alone))).not.toContain('EXTERNAL_ISTIOD');
  });
});

describe('the rollout of a mesh of which one cluster uses the istiods of another', () => {
  const { rollout } = devEnvironment;
  const [first, second] = environmentsOf({ ...FLEET, rollout: rollout! });

  it('tells each cluster whose istiods it uses, and who uses its own', () => {
    const groups = [['eu-1'], ['us-1']];
    expect(first?.rollout?.clusters).toMatchObject({ self: 'eu-1', groups, serves: ['us-1'] });
    expect(second?.rollout?.clusters).toMatchObject({ self: 'us-1', groups, controlPlane: 'eu-1' });
  });

  it('is refused where the cluster moves before the one whose istiods it uses', () => {
    const ordered = (groups: readonly (readonly string[])[]) =>
      problems(FLEET.clusters, { rollout: { ...rollout!, clusters: { groups } } });
    expect(ordered([['us-1'], ['eu-1']])).toContain(
      'shop-us-1: rollout.clusters.groups: found "us-1" before "eu-1", whose istiods it uses: its proxies would move first; put "eu-1" before it',
    );
    expect(ordered([['us-1', 'eu-1']])).toContain('found "us-1" before "eu-1"');
    expect(ordered([['eu-1', 'us-1']])).not.toContain('groups');
  });

  it('is refused where it is a patch, since the cluster has no istiod to patch', () => {
    const patch = { ...rollout!, from: '1-30@1.30.2', to: '1-30@1.30.3' };
    expect(problems(FLEET.clusters, { rollout: patch })).toContain(
      'shop-us-1: rollout.to: found "1-30@1.30.3", a patch, which "us-1" has no istiod for',
    );
  });
});

describe('what is wrong with a cluster that uses the istiods of another', () => {
  const at = (address: unknown) => ({ cluster: 'eu-1', address }) as FleetCluster['controlPlane'];

  it('is nothing where the other exposes them', () => {
    expect(problems(FLEET.clusters)).toBe('');
    expect(problems([PRIMARY, controlled(at('2001:db8::7'))])).toBe('');
  });

  it.each([
    [
      'an unknown cluster',
      [PRIMARY, controlled({ cluster: 'eu-2', address: '203.0.113.7' })],
      'shop-us-1: clusters.us-1.controlPlane.cluster: found "eu-2", which is no cluster of the mesh; allowed: eu-1',
    ],
    [
      'itself',
      [PRIMARY, controlled({ cluster: 'us-1', address: '203.0.113.7' })],
      'found "us-1", the cluster itself; leave controlPlane out where it has istiods',
    ],
    [
      'one that has none either',
      [
        PRIMARY,
        REMOTE,
        { ...REMOTE, name: 'us-2', controlPlane: { ...REMOTE.controlPlane, cluster: 'us-1' } },
      ],
      'shop-us-2: clusters.us-2.controlPlane.cluster: found "us-1", which has no istiods itself: it uses those of "eu-1"; allowed: eu-1',
    ],
    [
      'no address',
      [PRIMARY, controlled(at(undefined))],
      'clusters.us-1.controlPlane.address: missing; must be the IP address, such as 203.0.113.7, of the east-west gateway of "eu-1"',
    ],
    [
      'a name, of which API servers call port 443',
      [PRIMARY, controlled(at('eastwest.example.org'))],
      'found "eastwest.example.org"; must be the IP address',
    ],
    [
      "an address that Istio's chart takes for a name",
      [PRIMARY, controlled(at('::ffff:203.0.113.7'))],
      'found "::ffff:203.0.113.7"; must be the IP address',
    ],
  ])('is %s', (_what, clusters, message) => {
    expect(problems(clusters)).toContain(message);
  });

  it('is a primary without a gateway that exposes its istiods', () => {
    const { exposeIstiod: _exposed, ...hidden } = EAST_WEST;
    const mesh = { ...FLEET.mesh, gateways: [hidden] };
    expect(problems(FLEET.clusters, { mesh })).toContain(
      'found "eu-1", whose istiods no gateway exposes; set exposeIstiod of an east-west gateway in mesh.gateways',
    );
  });

  it('is a discovery address or the address of an istiod that is written by hand', () => {
    const discoveryAddress = 'istiod.istio-system.svc:15012';
    const meshConfig = { defaultConfig: { discoveryAddress } };
    expect(problems(FLEET.clusters, { mesh: { ...FLEET.mesh, meshConfig } })).toContain(
      `shop-eu-1: mesh.meshConfig.defaultConfig.discoveryAddress: found "${discoveryAddress}"; leave it out`,
    );
    const revisions = FLEET.mesh.revisions.map((revision) => ({
      ...revision,
      meshConfig,
      values: { global: { remotePilotAddress: '203.0.113.7' } },
    }));
    const found = problems(FLEET.clusters, { mesh: { ...FLEET.mesh, revisions } });
    expect(found).toContain('mesh.revisions.1-30.meshConfig.defaultConfig.discoveryAddress: found');
    expect(found).toContain(
      'mesh.revisions.1-30.values.global.remotePilotAddress: found "203.0.113.7"; leave it out',
    );
  });
});
