import { STAGE, type Stage } from '../../../lib/apply-stage';
import type { ManifestObject, PlacedObjects } from '../../../lib/git/tree/manifest-object';
import { folderOf } from '../../../lib/git/tree/manifest-place';
import { manifestTree } from '../../../lib/git/tree/manifest-tree';
import { readYamlStream } from '../../../lib/render/kubernetes-yaml';
import type { KubeObject } from '../../../lib/render/kube-object';

const PLATFORM = { environment: 'prod', layer: 'platform' };

function object(kind: string, name: string, stage: Stage, more: Partial<ManifestObject> = {}) {
  const body: KubeObject = { apiVersion: 'v1', kind, metadata: { name, namespace: 'mesh' } };
  return { body, stage, isKept: false, isPart: false, ...more };
}

function label(name: string, revision: string): ManifestObject {
  const body = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      uid: `uid-${name}`,
      labels: { 'istio.io/rev': revision },
      annotations: { 'pulumi.com/patchFieldManager': 'istio-revisions' },
    },
  };
  return { body, stage: STAGE.labels, isKept: true, isPart: true };
}

function namespace(name: string): ManifestObject {
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  return { body, stage: STAGE.namespace, isKept: true, isPart: false };
}

const read = (tree: ReadonlyMap<string, string>, file: string) =>
  readYamlStream(tree.get(file) ?? '') as KubeObject[];

describe('the tree for Git', () => {
  const istiod = object('Deployment', 'istiod', STAGE.istiod);
  const account = object('ServiceAccount', 'istiod', STAGE.foundation);
  const settings = object('ConfigMap', 'istio', STAGE.foundation);

  it('has a folder for each environment, cluster, layer and part, and a file for each stage in the order of their names', () => {
    const cluster = { environment: 'multi', cluster: 'eu-1', layer: 'teams', part: 'shop' };
    const tree = manifestTree([
      { place: PLATFORM, objects: [istiod, account] },
      { place: cluster, objects: [namespace('shop')] },
    ]);
    expect([...tree.keys()]).toEqual([
      'multi/eu-1/teams/shop/1-namespaces.yaml',
      'prod/platform/2-foundation.yaml',
      'prod/platform/3-istiod.yaml',
    ]);
  });

  it('is the same bytes whatever the order of its objects and layers', () => {
    const other: PlacedObjects = {
      place: { environment: 'dev', layer: 'platform' },
      objects: [label('web', '1-30'), label('api', '1-30')],
    };
    const one = manifestTree([{ place: PLATFORM, objects: [istiod, account, settings] }, other]);
    const two = manifestTree([
      { ...other, objects: [...other.objects].reverse() },
      { place: PLATFORM, objects: [settings, istiod, account] },
    ]);
    expect([...two]).toEqual([...one]);
  });

  it('lets Argo CD wait for each stage, and no applier prune a namespace or a definition', () => {
    const crd = object('CustomResourceDefinition', 'sidecars', STAGE.crd, { isKept: true });
    const tree = manifestTree([{ place: PLATFORM, objects: [crd, istiod, namespace('mesh')] }]);
    const noted = (file: string) => read(tree, file)[0]?.metadata.annotations;
    const kept = {
      'argocd.argoproj.io/sync-options': 'Prune=false',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    };
    expect(noted('prod/platform/0-definitions.yaml')).toEqual(kept);
    expect(noted('prod/platform/1-namespaces.yaml')).toEqual({
      ...kept,
      'argocd.argoproj.io/sync-wave': '1',
    });
    expect(noted('prod/platform/3-istiod.yaml')).toEqual({ 'argocd.argoproj.io/sync-wave': '3' });
  });

  it('puts the label of a namespace that nobody declares into a layer of its own, with its uid and without notes for the engine', () => {
    const tree = manifestTree([{ place: PLATFORM, objects: [label('web', '1-31')] }]);
    expect([...tree.keys()]).toEqual(['prod/namespaces/6-labels.yaml']);
    expect(read(tree, 'prod/namespaces/6-labels.yaml')).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: 'web',
          uid: 'uid-web',
          labels: { 'istio.io/rev': '1-31' },
          annotations: {
            'argocd.argoproj.io/sync-options': 'Prune=false',
            'argocd.argoproj.io/sync-wave': '6',
            'kustomize.toolkit.fluxcd.io/prune': 'disabled',
          },
        },
      },
    ]);
  });

  it('puts the label of a namespace that a layer of the same cluster declares there, and nowhere else', () => {
    const team = { environment: 'prod', layer: 'teams', part: 'web' };
    const elsewhere = { environment: 'dev', layer: 'teams', part: 'web' };
    const tree = manifestTree([
      { place: PLATFORM, objects: [label('web', '1-31')] },
      { place: team, objects: [namespace('web')] },
      { place: elsewhere, objects: [namespace('web')] },
    ]);
    const labels = (file: string) => read(tree, file)[0]?.metadata.labels;
    expect([...tree.keys()]).toEqual([
      'dev/teams/web/1-namespaces.yaml',
      'prod/teams/web/1-namespaces.yaml',
    ]);
    expect(labels('prod/teams/web/1-namespaces.yaml')).toEqual({ 'istio.io/rev': '1-31' });
    expect(labels('dev/teams/web/1-namespaces.yaml')).toBeUndefined();
  });

  it('is refused where two folders have the same object of one cluster, but not of two', () => {
    const apps = { environment: 'prod', layer: 'apps' };
    const twice = () =>
      manifestTree([
        { place: PLATFORM, objects: [account] },
        { place: apps, objects: [account] },
      ]);
    expect(twice).toThrow('ServiceAccount mesh/istiod is in prod/platform and in prod/apps');
    expect(() =>
      manifestTree([
        { place: { ...PLATFORM, cluster: 'a' }, objects: [account] },
        { place: { ...PLATFORM, cluster: 'b' }, objects: [account] },
      ]),
    ).not.toThrow();
  });

  it.each(['..', 'a/b', '', 'argocd', 'Prod', '-x'])('has no folder called %j', (environment) => {
    expect(() => folderOf({ environment, layer: 'platform' })).toThrow('cannot name a folder');
  });
});
