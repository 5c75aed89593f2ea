import { ApiObject, App, Chart, type ApiObjectProps } from 'cdk8s';
import { creationOrder } from '../../../lib/deploy/creation-order';
import { mapTree, type MappedResource } from '../../../lib/deploy/map-tree';

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'mesh' } };
const ACCOUNT = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: inMesh('istiod') };
const ISTIOD = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { ...inMesh('istiod-1-31'), labels: { app: 'istiod' } },
};
const GATEWAY = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: inMesh('gateway') };
const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'sidecars.networking.istio.io' },
  spec: { group: 'networking.istio.io', names: { kind: 'Sidecar' } },
};
const SIDECAR = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'Sidecar',
  metadata: inMesh('default'),
};
const SCALER = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: inMesh('istiod'),
};
const SECRET = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: inMesh('cacerts'),
  data: { key: 'eA==' },
};
const SERVICE = { apiVersion: 'v1', kind: 'Service', metadata: inMesh('istiod') };
const TAG = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
  metadata: { name: 'stable', labels: { 'istio.io/tag': 'stable' } },
};
const PATCH = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } };

describe('the type and the name of a resource', () => {
  it('are the token of its kind and its place in the cluster', () => {
    const resources = map([ISTIOD, NAMESPACE, SIDECAR]);
    expect(resources.map(({ type, name }) => `${type} ${name}`)).toEqual([
      'kubernetes:apps/v1:Deployment mesh/istiod-1-31',
      'kubernetes:core/v1:Namespace mesh',
      'kubernetes:networking.istio.io/v1:Sidecar mesh/default',
    ]);
  });

  it('of a partial object end in Patch, so that a namespace and its patch stand side by side', () => {
    const resources = map([{ ...PATCH, metadata: { name: 'mesh' } }, NAMESPACE], 1);
    expect(resources.map(({ type }) => type)).toEqual([
      'kubernetes:core/v1:NamespacePatch',
      'kubernetes:core/v1:Namespace',
    ]);
  });

  it('do not depend on where in the tree the object is', () => {
    const app = new App();
    new ApiObject(new Chart(new Chart(app, 'outer'), 'inner'), 'x', NAMESPACE);
    expect(mapTree(app, 'tests').map(({ key }) => key)).toEqual(
      map([NAMESPACE]).map(({ key }) => key),
    );
  });
});

describe('the order', () => {
  const reversed = map([PATCH, GATEWAY, SIDECAR, SCALER, ISTIOD, ACCOUNT, CRD, NAMESPACE], 1);

  it('lets every object come after its namespace', () => {
    const inside = reversed.filter(({ name }) => name.startsWith('mesh/'));
    expect(inside.filter((one) => !dependencies(one).includes('mesh'))).toEqual([]);
  });

  it('lets istiod come after the CRDs and its account, but not after its scaler', () => {
    const istiod = find(reversed, 'mesh/istiod-1-31');
    expect(dependencies(istiod)).toEqual(['mesh/istiod', 'sidecars.networking.istio.io', 'mesh']);
    expect(istiod.dependsOn.join()).not.toContain('Autoscaler');
  });

  it('lets Istio configuration, gateways and revision labels come after istiod', () => {
    for (const name of ['mesh/default', 'mesh/gateway', 'team']) {
      expect(dependencies(find(reversed, name))).toContain('mesh/istiod-1-31');
    }
  });

  it('lets a custom resource come after its CRD where no istiod is in the tree', () => {
    expect(dependencies(find(map([SIDECAR, CRD]), 'mesh/default'))).toEqual([
      'sidecars.networking.istio.io',
    ]);
  });

  it('puts every resource after all it depends on', () => {
    const seen = new Set<string>();
    for (const { key, dependsOn } of creationOrder(reversed)) {
      expect(dependsOn.filter((other) => !seen.has(other))).toEqual([]);
      seen.add(key);
    }
    expect(seen.size).toBe(reversed.length);
  });

  it('adds what constructs say of each other, for all objects inside them', () => {
    const app = new App();
    const first = new Chart(app, 'first');
    const then = new Chart(app, 'then');
    new ApiObject(first, 'a', SERVICE);
    new ApiObject(then, 'b', SCALER);
    then.node.addDependency(first);
    expect(find(mapTree(app, 'tests'), 'mesh/istiod', 'HorizontalPodAutoscaler').dependsOn).toEqual(
      ['kubernetes:core/v1:Service|mesh/istiod'],
    );
  });

  it('lets an address come after the gateway that it leads to, and no other workload wait for it', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const address = new ApiObject(chart, 'address', SERVICE);
    const gateway = new ApiObject(chart, 'gateway', GATEWAY);
    new ApiObject(chart, 'istiod', ISTIOD);
    new ApiObject(chart, 'account', ACCOUNT);
    address.node.addDependency(gateway);
    const resources = mapTree(app, 'tests');
    expect(find(resources, 'mesh/istiod', 'Service').dependsOn).toEqual([
      'kubernetes:apps/v1:Deployment|mesh/gateway',
    ]);
    for (const name of ['mesh/gateway', 'mesh/istiod-1-31']) {
      const { dependsOn } = find(resources, name);
      expect(dependsOn).toContain('kubernetes:core/v1:ServiceAccount|mesh/istiod');
      expect(dependsOn).not.toContain('kubernetes:core/v1:Service|mesh/istiod');
    }
    expect(() => creationOrder(resources)).not.toThrow();
  });

  it('lets labels come after their tag, also where a construct says that it waits for its istiod', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const tag = new ApiObject(chart, 'tag', TAG);
    tag.node.addDependency(new ApiObject(chart, 'istiod', ISTIOD));
    new ApiObject(chart, 'label', PATCH).node.addMetadata('istio-revisions:patch', true);
    expect(dependencies(find(mapTree(app, 'tests'), 'team'))).toContain('stable');
  });

  it('that is a circle is refused, spelled out', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const namespace = new ApiObject(chart, 'namespace', NAMESPACE);
    const account = new ApiObject(chart, 'account', ACCOUNT);
    namespace.node.addDependency(account);
    expect(() => creationOrder(mapTree(app, 'tests'))).toThrow(
      'these objects wait for each other: Namespace mesh → ServiceAccount mesh/istiod → Namespace mesh',
    );
  });
});

describe('the rules by kind', () => {
  it('protect CRDs and keep CRDs, namespaces and patches in the cluster', () => {
    const resources = map([PATCH, CRD, NAMESPACE, ACCOUNT], 1);
    expect(resources.map(({ protect, retainOnDelete }) => [protect, retainOnDelete])).toEqual([
      [false, true],
      [true, true],
      [false, true],
      [false, false],
    ]);
  });

  it('encrypt what a Secret holds', () => {
    expect(map([SECRET, ACCOUNT]).map(({ secretOutputs }) => secretOutputs)).toEqual([
      ['data', 'stringData'],
      [],
    ]);
  });

  it('wait for istiod, and by themselves for no other workload', () => {
    const skipped = map([ISTIOD, GATEWAY, SERVICE, ACCOUNT]).map(({ body }) =>
      JSON.stringify(body).includes('pulumi.com/skipAwait'),
    );
    expect(skipped).toEqual([false, true, true, false]);
  });

  it('wait for a workload that a construct marks, and not for another beside it', () => {
    const app = new App();
    const chart = new Chart(app, 'test');
    new ApiObject(chart, 'awaited', GATEWAY).node.addMetadata('istio-revisions:await', true);
    new ApiObject(chart, 'beside', { ...GATEWAY, metadata: inMesh('beside') });
    expect(mapTree(app, 'tests').map(({ body }) => body.metadata.annotations)).toEqual([
      { 'pulumi.com/patchFieldManager': 'tests' },
      { 'pulumi.com/patchFieldManager': 'tests', 'pulumi.com/skipAwait': 'true' },
    ]);
  });

  it('do not name the owner of what others own a part of, since that would be a conflict over who owns it', () => {
    const app = new App();
    const chart = new Chart(app, 'test');
    new ApiObject(chart, 'whole', NAMESPACE).node.addMetadata('istio-revisions:shared', true);
    expect(mapTree(app, 'tests').map(({ body }) => body.metadata)).toEqual([
      { name: 'mesh', annotations: {} },
    ]);
  });

  it('never wait for a Service’s endpoints, nor for a gateway, and for a CRD until it is served', () => {
    const resources = map([ISTIOD, SERVICE, CRD, ACCOUNT]);
    expect(resources.map(({ body }) => body.metadata.annotations)).toEqual([
      { 'pulumi.com/patchFieldManager': 'tests' },
      { 'pulumi.com/patchFieldManager': 'tests', 'pulumi.com/skipAwait': 'true' },
      {
        'pulumi.com/patchFieldManager': 'tests',
        'pulumi.com/waitFor': 'condition=Established',
      },
      { 'pulumi.com/patchFieldManager': 'tests' },
    ]);
  });

  it('leave an object’s own annotations as they are, also those that say otherwise', () => {
    const own = {
      owner: 'me',
      'pulumi.com/patchFieldManager': 'istio-revisions',
      'pulumi.com/skipAwait': 'false',
    };
    const [service] = map([{ ...SERVICE, metadata: { ...SERVICE.metadata, annotations: own } }]);
    expect(service?.body.metadata.annotations).toEqual(own);
    const [patch] = map([{ ...PATCH, metadata: { ...PATCH.metadata, annotations: own } }], 1);
    expect(patch?.body.metadata.annotations).toEqual(own);
  });

  it('send everything else of an object as the tree has it', () => {
    const [secret] = map([SECRET]);
    const { annotations: _annotations, ...metadata } = secret?.body.metadata ?? { name: '' };
    expect({ ...secret?.body, metadata }).toEqual(SECRET);
  });

  it('keep what proxies trust, and nothing that is only called so elsewhere', () => {
    const named = (kind: string, name: string) => ({ ...SECRET, kind, metadata: inMesh(name) });
    const kept = map([
      named('Secret', 'cacerts'),
      named('Secret', 'istio-ca-secret'),
      named('ConfigMap', 'istio-ca-root-cert'),
      named('ServiceAccount', 'cacerts'),
      named('Secret', 'cacerts-old'),
    ]);
    expect(kept.map(({ protect, retainOnDelete }) => [protect, retainOnDelete])).toEqual([
      [true, true],
      [true, true],
      [true, true],
      [false, false],
      [false, false],
    ]);
  });

  it('keep an object that a construct marks', () => {
    const app = new App();
    const chart = new Chart(app, 'test');
    new ApiObject(chart, 'kept', SERVICE).node.addMetadata('istio-revisions:keep', true);
    new ApiObject(chart, 'other', ACCOUNT).node.addMetadata('team:keep', true);
    expect(
      mapTree(app, 'tests').map(({ protect, retainOnDelete }) => [protect, retainOnDelete]),
    ).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('let a partial object be found only as a partial object', () => {
    const [patch] = map([{ ...ISTIOD, metadata: inMesh('istiod') }], 1);
    expect(patch?.aliases).toContain('kubernetes:apps/v1beta1:DeploymentPatch');
    expect(patch?.aliases.filter((alias) => !alias.endsWith('Patch'))).toEqual([]);
  });

  it('know the other versions of an Istio kind, so that moving between them deletes nothing', () => {
    expect(map([SIDECAR])[0]?.aliases).toEqual([
      'kubernetes:networking.istio.io/v1beta1:Sidecar',
      'kubernetes:networking.istio.io/v1alpha3:Sidecar',
    ]);
  });
});

describe('the same object twice', () => {
  it('is refused, naming both constructs', () => {
    expect(() => map([ACCOUNT, NAMESPACE, ACCOUNT])).toThrow(
      'test/object-0 and test/object-2 are the same object: ServiceAccount mesh/istiod; remove one',
    );
  });

  it('is refused under another version of its API too', () => {
    expect(() => map([SIDECAR, { ...SIDECAR, apiVersion: 'networking.istio.io/v1beta1' }])).toThrow(
      /are the same object: Sidecar mesh\/default/,
    );
  });
});

function inMesh(name: string): { name: string; namespace: string } {
  return { name, namespace: 'mesh' };
}

/** Maps objects of one chart; the first `patches` of them are partial. */
function map(objects: readonly ApiObjectProps[], patches = 0): MappedResource[] {
  const app = new App();
  const chart = new Chart(app, 'test', { disableResourceNameHashes: true });
  objects.forEach((object, index) => {
    const created = new ApiObject(chart, `object-${String(index)}`, object);
    if (index < patches) created.node.addMetadata('istio-revisions:patch', true);
  });
  return mapTree(app, 'tests');
}

function find(resources: readonly MappedResource[], name: string, kind = ''): MappedResource {
  return resources.find((one) => one.name === name && one.type.endsWith(kind))!;
}

function dependencies({ dependsOn }: MappedResource): string[] {
  return dependsOn.map((key) => key.split('|')[1] ?? '');
}
