import diff from 'microdiff';
import { readYamlStream } from '../../render/kubernetes-yaml';
import type { KubeObject } from '../../render/kube-object';
import type { ManifestTree } from '../tree/manifest-tree';

/** What a commit does to one object of the cluster. */
export interface TreeChange {
  readonly op: 'create' | 'update' | 'delete';
  /** As it is on the branch after the commit; of a deleted one as it was. */
  readonly object: KubeObject;
  /** Where it differs, as steps from its root. */
  readonly paths: readonly (readonly (string | number)[])[];
}

/** The objects that differ between two trees. What tools are told is none of them: pass only files of the tree itself. */
export function treeChanges(before: ManifestTree, after: ManifestTree): TreeChange[] {
  const files = new Set([...before.keys(), ...after.keys()]);
  const differing = [...files].filter((file) => before.get(file) !== after.get(file));
  // An object may move from one file to another, so they are compared over all of them.
  const was = objectsIn(before, differing);
  const is = objectsIn(after, differing);
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((key): TreeChange[] => {
    const [old, now] = [was.get(key), is.get(key)];
    if (now === undefined)
      return old === undefined ? [] : [{ op: 'delete', object: old, paths: [] }];
    if (old === undefined) return [{ op: 'create', object: now, paths: [] }];
    const paths = diff(old, now).map(({ path }) => path);
    return paths.length === 0 ? [] : [{ op: 'update', object: now, paths }];
  });
}

/** Every object of a tree. */
export function treeObjects(tree: ManifestTree): KubeObject[] {
  return [...objectsIn(tree, [...tree.keys()]).values()];
}

function objectsIn(tree: ManifestTree, files: readonly string[]): Map<string, KubeObject> {
  const objects = files.flatMap((file) => readYamlStream(tree.get(file) ?? '') as KubeObject[]);
  return new Map(
    objects.map((object) => {
      const { apiVersion, kind, metadata } = object;
      return [`${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`, object];
    }),
  );
}
