import { Chart, Testing } from 'cdk8s';
import { EastWestGateway, type EastWestGatewayProps } from '../../../constructs';
import { InvalidInputError } from '../../../lib/operator/issue';
import type { KubeObject } from '../../../lib/render/kube-object';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const REVISION_LABEL = 'istio.io/rev';
const NETWORK_LABEL = 'topology.istio.io/network';

interface Workload {
  readonly spec: {
    readonly selector: { readonly matchLabels: Record<string, string> };
    readonly template: {
      readonly metadata: { readonly labels: Record<string, string> };
      readonly spec: { readonly containers: readonly { readonly env: readonly object[] }[] };
    };
  };
}

interface Exposure {
  readonly spec: { readonly selector: Record<string, string> };
}

interface Service {
  readonly spec: {
    readonly ports: readonly { readonly name: string; readonly port: number }[];
    readonly selector: Record<string, string>;
  };
}

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  environmentVariables = await renderEnvironment();
}, RENDER_SETUP_MS);

const PROPS: EastWestGatewayProps = {
  name: 'eastwest',
  namespace: 'gateways',
  network: 'network-1',
  generations: [{ revision: '1-31', version: '1.31.0' }],
};

function render(change: Partial<EastWestGatewayProps> = {}): KubeObject[] {
  const chart = new Chart(Testing.app(), 'chart', { disableResourceNameHashes: true });
  new EastWestGateway(chart, 'eastwest', { ...PROPS, environmentVariables, ...change });
  return chart.toJson() as KubeObject[];
}

/** The one object of a kind. */
function only<T>(objects: readonly KubeObject[], kind: string): KubeObject & T {
  const found = objects.filter((object) => object.kind === kind);
  expect(found).toHaveLength(1);
  return found[0] as KubeObject & T;
}

describe.each([
  ['1.30.3', '1-30'],
  ['1.31.0', '1-31'],
])('an EastWestGateway of %s', (version, revision) => {
  it('is found by the istiods of every cluster: its Service carries the network and has port 15443', () => {
    const service = only<Service>(render({ generations: [{ version, revision }] }), 'Service');
    expect(service.metadata.labels).toMatchObject({ [NETWORK_LABEL]: 'network-1' });
    expect(service.spec.ports.map(({ name, port }) => [name, port])).toEqual([
      ['status-port', 15021],
      ['tls', 15443],
      ['tls-istiod', 15012],
      ['tls-webhook', 15017],
    ]);
  });

  it('sees its own network only, so that it never sends what came for it out again', () => {
    const { template } = only<Workload>(
      render({ generations: [{ version, revision }] }),
      'Deployment',
    ).spec;
    expect(template.metadata.labels).toMatchObject({ [NETWORK_LABEL]: 'network-1' });
    expect(template.spec.containers[0]!.env).toContainEqual({
      name: 'ISTIO_META_REQUESTED_NETWORK_VIEW',
      value: 'network-1',
    });
  });

  it('exposes every service of the mesh by passing TLS through', () => {
    expect(only(render({ generations: [{ version, revision }] }), 'Gateway')).toEqual({
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'eastwest', namespace: 'gateways' },
      spec: {
        selector: { app: 'eastwest', istio: 'eastwest' },
        servers: [
          {
            port: { number: 15443, name: 'tls', protocol: 'TLS' },
            tls: { mode: 'AUTO_PASSTHROUGH' },
            hosts: ['*.local'],
          },
        ],
      },
    });
  });

  it('belongs to no revision: only its pods carry the label', () => {
    const objects = render({ generations: [{ version, revision }] });
    const labels = objects.map(({ metadata }) => metadata.labels?.[REVISION_LABEL]);
    expect(labels).toEqual(objects.map(() => undefined));
    const { spec } = only<Workload>(objects, 'Deployment');
    expect(spec.template.metadata.labels[REVISION_LABEL]).toBe(revision);
    const others = render({ generations: [{ version, revision: 'other' }] });
    const moved = others.filter(
      (other, index) => JSON.stringify(other) !== JSON.stringify(objects[index]),
    );
    // Both are named after it.
    expect(moved.map(({ kind }) => kind)).toEqual(['Deployment', 'HorizontalPodAutoscaler']);
  });
});

describe('an EastWestGateway', () => {
  it('exposes the mesh on the pods that it really has, whatever the values call them', () => {
    const objects = render({ values: { labels: { istio: 'eastwestgateway' }, kind: 'DaemonSet' } });
    const { matchLabels } = only<Workload>(objects, 'DaemonSet').spec.selector;
    expect(matchLabels).toEqual({ app: 'eastwest', istio: 'eastwestgateway' });
    expect(only<Exposure>(objects, 'Gateway').spec.selector).toEqual(matchLabels);
    expect(only<Service>(objects, 'Service').spec.selector).toEqual(matchLabels);
  });

  it('exposes the mesh on the pods of every generation, whichever its address leads to', () => {
    const generations = [
      { revision: '1-30', version: '1.30.3' },
      { revision: '1-31', version: '1.31.0' },
    ] as const;
    const exposed = [render({ generations }), render({ generations, serving: '1-31' })].map(
      (objects) => {
        const { selector } = only<Exposure>(objects, 'Gateway').spec;
        const pods = objects.filter(({ kind }) => kind === 'Deployment');
        return pods.filter((pod) => {
          const { labels } = (pod as KubeObject & Workload).spec.template.metadata;
          return Object.entries(selector).every(([key, value]) => labels[key] === value);
        });
      },
    );
    const names = exposed.map((pods) => pods.map(({ metadata }) => metadata.name).sort());
    expect(names).toEqual([
      ['eastwest-1-30', 'eastwest-1-31'],
      ['eastwest-1-30', 'eastwest-1-31'],
    ]);
  });

  it('is of the network of its props, also where the values name another', () => {
    const objects = render({ values: { networkGateway: 'network-2' } });
    expect(JSON.stringify(objects)).not.toContain('network-2');
  });

  it.each(['', '-network', 'network 1', 'réseau', 'n'.repeat(64)])(
    'is refused for a network that no label can name: %j',
    (network) => {
      expect(() => render({ network })).toThrow(InvalidInputError);
      expect(() => render({ network })).toThrow(
        `chart/eastwest.network: found ${JSON.stringify(network)}; a network is the value of a label`,
      );
    },
  );

  it.each(['n', 'Network_1.eu', 'n'.repeat(63)])('takes the network %s', (network) => {
    expect(only(render({ network }), 'Service').metadata.labels).toMatchObject({
      [NETWORK_LABEL]: network,
    });
  });
});

describe('an EastWestGateway that exposes istiods', () => {
  const exposeIstiod = { namespace: 'istio-system', revisions: ['1-30', '1-31'] };

  interface Route {
    readonly spec: {
      readonly hosts: readonly string[];
      readonly gateways: readonly string[];
      readonly tls: readonly {
        readonly match: readonly { readonly port: number; readonly sniHosts: readonly string[] }[];
        readonly route: readonly {
          readonly destination: {
            readonly host: string;
            readonly port: { readonly number: number };
          };
        }[];
      }[];
    };
  }

  const routesOf = (objects: readonly KubeObject[]) =>
    objects.filter(({ kind }) => kind === 'VirtualService') as (KubeObject & Route)[];

  /** Where a connection to a port of the gateway goes, by its SNI. */
  const leadsTo = (objects: readonly KubeObject[], port: number, sni: string): string[] =>
    routesOf(objects).flatMap(({ metadata, spec }) =>
      spec.tls
        .filter(({ match }) => match.some((one) => one.port === port && one.sniHosts.includes(sni)))
        .flatMap(({ route }) =>
          route.map(
            ({ destination: { host, port: target } }) =>
              `${host}.${metadata.namespace ?? ''}:${target.number}`,
          ),
        ),
    );

  it('passes TLS through on the ports of proxies and injectors that its Service has', () => {
    const objects = render({ exposeIstiod });
    const gateway = objects.find(({ metadata }) => metadata.name === 'eastwest-istiod');
    expect(gateway).toEqual({
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'eastwest-istiod', namespace: 'gateways' },
      spec: {
        selector: { app: 'eastwest', istio: 'eastwest' },
        servers: [
          {
            port: { number: 15012, name: 'tls-istiod', protocol: 'TLS' },
            tls: { mode: 'PASSTHROUGH' },
            hosts: ['*'],
          },
          {
            port: { number: 15017, name: 'tls-webhook', protocol: 'TLS' },
            tls: { mode: 'PASSTHROUGH' },
            hosts: ['*'],
          },
        ],
      },
    });
    const { ports } = only<Service>(objects, 'Service').spec;
    expect(ports).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'tls-istiod', port: 15012 }),
        expect.objectContaining({ name: 'tls-webhook', port: 15017 }),
      ]),
    );
  });

  it.each([
    [15012, 'istiod-1-30.istio-system.svc', ['istiod-1-30.istio-system:15012']],
    [15012, 'istiod-1-31.istio-system.svc', ['istiod-1-31.istio-system:15012']],
    [15012, 'istiod-1-31.istio-system.svc.cluster.local', ['istiod-1-31.istio-system:15012']],
    [15017, 'istiod-1-30.istio-system.svc', ['istiod-1-30.istio-system:443']],
    [15017, 'istiod-1-31.istio-system.svc', ['istiod-1-31.istio-system:443']],
    [15012, 'istiod.istio-system.svc', []],
    [15012, 'istiod-1-31.mesh.svc', []],
    [15443, 'istiod-1-31.istio-system.svc', []],
  ])('leads port %i by the SNI %s to %j', (port, sni, target) => {
    expect(leadsTo(render({ exposeIstiod }), port, sni)).toEqual(target);
  });

  it('has routes by SNI only, within the hosts of each, through its own gateway', () => {
    for (const { metadata, spec } of routesOf(render({ exposeIstiod }))) {
      expect(metadata.namespace).toBe('istio-system');
      expect(spec.gateways).toEqual(['gateways/eastwest-istiod']);
      expect(spec.hosts.every((host) => host.startsWith('istiod-'))).toBe(true);
      for (const { match } of spec.tls)
        for (const { sniHosts } of match) expect(sniHosts).toEqual(spec.hosts);
    }
  });

  it('leads nowhere for a revision that is gone, and changes nothing else when one goes', () => {
    const both = render({ exposeIstiod });
    const left = render({ exposeIstiod: { ...exposeIstiod, revisions: ['1-31'] } });
    expect(leadsTo(left, 15012, 'istiod-1-30.istio-system.svc')).toEqual([]);
    const text = left.map((object) => JSON.stringify(object));
    const gone = both.filter((object) => !text.includes(JSON.stringify(object)));
    expect(gone.map(({ metadata }) => metadata.name)).toEqual(['eastwest-istiod-1-30']);
  });

  it('is labelled by no revision, so that every istiod configures its pods', () => {
    const exposed = render({ exposeIstiod }).filter(({ apiVersion }) =>
      apiVersion.startsWith('networking.istio.io'),
    );
    expect(exposed).toHaveLength(4);
    expect(exposed.map(({ metadata }) => metadata.labels?.[REVISION_LABEL])).toEqual(
      exposed.map(() => undefined),
    );
  });
});
