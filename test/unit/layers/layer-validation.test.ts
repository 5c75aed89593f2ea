import { LayerValidation, type ManifestContext } from '../../../lib/layers/layer-validation';

const service = 'VirtualService';
const route = (namespace: string, gateway: string) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: service,
  metadata: { name: 'cart', namespace },
  spec: { hosts: ['a.example.org'], gateways: [gateway] },
});
const gateway = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { name: 'edge', namespace: 'gateways' },
  spec: { servers: [{ hosts: ['*.example.org'] }] },
};

/** What a plugin with these properties says of these files, and whether that is a failure. */
async function validated(
  files: Readonly<Record<string, readonly unknown[]>>,
  properties = {},
): Promise<{ status: string | null; found: string[] }> {
  const found: string[] = [];
  let status: string | null = null;
  const context: ManifestContext = {
    manifests: Object.keys(files),
    parseManifest: (path) => [...(files[path] ?? [])],
    report: {
      addViolation: ({ ruleName, violatingResources }) => {
        const [resource] = violatingResources;
        found.push(
          `${ruleName} ${resource?.resourceName ?? ''} in ${resource?.manifestPath ?? ''}`,
        );
      },
      submit: (one) => {
        status = one;
      },
    },
  };
  await new LayerValidation(properties).validate(context);
  return { status, found };
}

describe('the validation plugin of cdk8s', () => {
  it('judges the layers of one cluster together', async () => {
    const files = {
      '/out/apps/prod/platform/4-gateways.yaml': [gateway],
      '/out/apps/prod/apps/cart/4-gateways.yaml': [route('shop', 'gateways/edge'), null],
    };
    expect(await validated(files)).toEqual({ status: 'success', found: [] });
  });

  it('judges no cluster by what another has', async () => {
    const app = 'prod/cluster-2/apps/cart/4-gateways.yaml';
    const files = {
      'prod/cluster-1/platform/4-gateways.yaml': [gateway],
      [app]: [route('shop', 'gateways/edge')],
    };
    expect(await validated(files)).toEqual({
      status: 'failure',
      found: [`host-is-served VirtualService shop/cart in ${app}`],
    });
  });

  it('judges any other output as a whole', async () => {
    const files = {
      'dist/a.k8s.yaml': [gateway],
      'dist/b.k8s.yaml': [route('shop', 'gateways/edge')],
    };
    expect((await validated(files)).status).toBe('success');
  });

  it('holds teams and applications to the namespaces that they own', async () => {
    const files = {
      'prod/platform/4-gateways.yaml': [gateway],
      'prod/teams/storefront/4-gateways.yaml': [route('shop', 'gateways/edge')],
    };
    const owned = (namespace: string) => ({ ownedNamespaces: { 'teams/storefront': [namespace] } });
    expect((await validated(files, owned('shop'))).status).toBe('success');
    expect((await validated(files, owned('web'))).found).toEqual([
      'namespace-is-owned VirtualService shop/cart in prod/teams/storefront/4-gateways.yaml',
    ]);
  });
});
