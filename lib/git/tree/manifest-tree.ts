import { posix } from 'node:path';
import { STAGE, type Stage } from '../../apply-stage';
import { byName } from '../../render/by-name';
import type { KubeObject } from '../../render/kube-object';
import { manifestText } from '../../render/manifest-text';
import { orderObjects } from '../../render/order-objects';
import type { ManifestObject, PlacedObjects } from './manifest-object';
import { clusterOf, folderOf } from './manifest-place';
import { settleNamespaces } from './settle-namespaces';

/** The files of a tree: their texts by path, with `/`. */
export type ManifestTree = ReadonlyMap<string, string>;

/** The file of each stage: in the order of their names one can be applied after the other. */
const FILES: Readonly<Record<Stage, string>> = {
  [STAGE.crd]: '0-definitions.yaml',
  [STAGE.namespace]: '1-namespaces.yaml',
  [STAGE.foundation]: '2-foundation.yaml',
  [STAGE.istiod]: '3-istiod.yaml',
  [STAGE.gateway]: '4-gateways.yaml',
  [STAGE.tags]: '5-pointers.yaml',
  [STAGE.labels]: '6-labels.yaml',
};

/** Argo CD applies what has a lower number first, and goes on when that is healthy; without one it is 0. */
const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/** What leaves the tree stays in the cluster, by Argo CD and by Flux. */
const NO_PRUNE = {
  'argocd.argoproj.io/sync-options': 'Prune=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};

/** Notes of the engine to itself, which mean nothing to another applier. */
const NOTE = 'pulumi.com/';

/**
 * The tree for Git: a folder for each environment, cluster and layer, in it a file for each stage. It depends on the objects alone, and
 * not on their order: the same ones give the same bytes.
 * @throws Error naming both folders where two have the same object of one cluster: appliers would take it from each other
 */
export function manifestTree(layers: readonly PlacedObjects[]): ManifestTree {
  const settled = settleNamespaces(layers);
  requireUnique(settled);
  const objectsOf = new Map<string, KubeObject[]>();
  for (const { place, objects } of settled) {
    const folder = folderOf(place);
    for (const object of objects) {
      const file = posix.join(folder, FILES[object.stage]);
      objectsOf.set(file, [...(objectsOf.get(file) ?? []), forGit(object)]);
    }
  }
  const written = textOnce();
  return new Map(
    [...objectsOf]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, objects]) => [file, orderObjects(objects).map(written).join('')]),
  );
}

/** Definitions are the same in every cluster, and to write them takes longest. */
function textOnce(): (object: KubeObject) => string {
  const texts = new Map<string, string>();
  return (object) => {
    const key = JSON.stringify(object);
    const text = texts.get(key) ?? manifestText([object]);
    texts.set(key, text);
    return text;
  };
}

function forGit({ body, stage, isKept }: ManifestObject): KubeObject {
  const own = Object.entries(body.metadata.annotations ?? {}).filter(
    ([name]) => !name.startsWith(NOTE),
  );
  const annotations = {
    ...(stage === STAGE.crd ? {} : { [SYNC_WAVE]: String(stage) }),
    ...(isKept ? NO_PRUNE : {}),
    ...Object.fromEntries(own),
  };
  const { annotations: _annotations, ...metadata } = body.metadata;
  const noted = Object.keys(annotations).length === 0 ? {} : { annotations: byName(annotations) };
  return { ...body, metadata: { ...metadata, ...noted } };
}

function requireUnique(layers: readonly PlacedObjects[]): void {
  const folders = new Map<string, string>();
  for (const { place, objects } of layers) {
    const folder = folderOf(place);
    for (const { body } of objects) {
      const identity = `${clusterOf(place)} ${identityOf(body)}`;
      const other = folders.get(identity);
      if (other !== undefined) {
        const where = other === folder ? `twice in ${folder}` : `in ${other} and in ${folder}`;
        throw new Error(`${identityOf(body)} is ${where}; declare it once`);
      }
      folders.set(identity, folder);
    }
  }
}

/** The versions of an API are one object. */
function identityOf({ apiVersion, kind, metadata }: KubeObject): string {
  const group = apiVersion.includes('/') ? `${apiVersion.split('/')[0] ?? ''} ` : '';
  const { namespace, name } = metadata;
  return `${group}${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
