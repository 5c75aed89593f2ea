import { ApiObject, Chart, Testing } from 'cdk8s';
import { RemoteSecret, type RemoteSecretProps } from '../../../constructs';
import { InvalidInputError } from '../../../lib/operator/issue';

const LABEL = 'istio/multiCluster';

interface Sealed {
  readonly keys?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly namespace?: string;
}

const external = { store: 'vault', key: 'mesh/us-1' };

function tree(props: RemoteSecretProps, sealed?: Sealed) {
  const app = Testing.app();
  const chart = new Chart(app, 'chart', { disableResourceNameHashes: true });
  if (sealed !== undefined) {
    const { keys = ['us-1'], labels = { [LABEL]: 'true' }, namespace = 'istio-system' } = sealed;
    new ApiObject(chart, 'sealed', {
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { namespace, name: 'access-us-1' },
      spec: {
        encryptedData: Object.fromEntries(keys.map((key) => [key, 'AgBy3i4OJSWK'])),
        template: { metadata: { labels } },
      },
    });
  }
  const secret = new RemoteSecret(chart, 'us-1', props);
  return { app, chart, secret };
}

describe('a RemoteSecret from a store', () => {
  it('is a reference that makes what istiods look for, and holds no data', () => {
    const { chart, secret } = tree({ cluster: 'us-1', external });
    expect(secret.secretName).toBe('istio-remote-secret-us-1');
    expect(chart.toJson()).toEqual([
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: { namespace: 'istio-system', name: 'istio-remote-secret-us-1' },
        spec: {
          secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
          refreshInterval: '1h',
          target: {
            name: 'istio-remote-secret-us-1',
            creationPolicy: 'Owner',
            template: {
              engineVersion: 'v2',
              metadata: {
                labels: { [LABEL]: 'true' },
                annotations: { 'networking.istio.io/cluster': 'us-1' },
              },
              data: { 'us-1': '{{ .kubeconfig }}' },
            },
          },
          data: [{ secretKey: 'kubeconfig', remoteRef: { key: 'mesh/us-1' } }],
        },
      },
    ]);
  });

  it('takes a field of a secret, a store of the namespace and another pace', () => {
    const { chart } = tree({
      cluster: 'us-1',
      namespace: 'mesh',
      external: {
        ...external,
        storeKind: 'SecretStore',
        property: 'config',
        refreshInterval: '15m',
      },
    });
    expect(chart.toJson()).toMatchObject([
      {
        metadata: { namespace: 'mesh' },
        spec: {
          secretStoreRef: { kind: 'SecretStore' },
          refreshInterval: '15m',
          data: [{ remoteRef: { key: 'mesh/us-1', property: 'config' } }],
        },
      },
    ]);
  });

  it('is refused for a cluster that no Secret can be named after', () => {
    expect(() => tree({ cluster: 'us_1', external })).toThrow(InvalidInputError);
  });
});

describe('a RemoteSecret that is sealed', () => {
  const sealed = 'access-us-1';

  it('adds nothing to the sealed secret that it names', () => {
    const { app, chart, secret } = tree({ cluster: 'us-1', sealed }, {});
    expect(secret.secretName).toBe(sealed);
    expect(() => app.synthYaml()).not.toThrow();
    expect(chart.toJson()).toHaveLength(1);
  });

  it.each<[string, Sealed | undefined, string]>([
    [
      'is not there',
      undefined,
      'SealedSecret istio-system/access-us-1 is not in this tree; include the file that has it',
    ],
    [
      'is in another namespace',
      { namespace: 'mesh' },
      'SealedSecret istio-system/access-us-1 is not in this tree; include the file that has it',
    ],
    [
      'is of another cluster',
      { keys: ['us-2'] },
      'SealedSecret istio-system/access-us-1 has the keys us-2; istiod takes each for a cluster, so there must be one, "us-1"',
    ],
    [
      'is of several clusters',
      { keys: ['us-1', 'us-2'] },
      'has the keys us-1, us-2; istiod takes each for a cluster, so there must be one, "us-1"',
    ],
    [
      'unseals to what istiods do not look at',
      { labels: {} },
      'SealedSecret istio-system/access-us-1 unseals without the label istio/multiCluster: "true", so istiods do not look at it; seal it with the label in spec.template.metadata',
    ],
  ])('is refused when it %s', (_what, found, message) => {
    const { app } = tree({ cluster: 'us-1', sealed }, found);
    expect(() => app.synthYaml()).toThrow(message);
  });
});
