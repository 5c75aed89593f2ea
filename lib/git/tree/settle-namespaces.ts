import type { KubeObject } from '../../render/kube-object';
import type { ManifestObject, PlacedObjects } from './manifest-object';
import { clusterOf } from './manifest-place';

/** The layer of labels of namespaces that the tree does not declare as a whole. */
const NAMESPACES = 'namespaces';

/**
 * Gives each Namespace one place in a cluster, since what applies a tree takes an object for its own as a whole: the label of one that
 * some layer declares is written there, and all others are in a layer of their own. These carry the uid: what was deleted is not made
 * again, and an applier that fails for it holds up no other layer.
 */
export function settleNamespaces(layers: readonly PlacedObjects[]): PlacedObjects[] {
  const parts = new Map<string, KubeObject>();
  for (const { place, objects } of layers) {
    for (const { body, isPart } of objects) if (isPart) parts.set(keyOf(place, body), body);
  }
  const settled = new Set<string>();
  const whole = layers.map(({ place, objects }) => ({
    place,
    objects: objects
      .filter(({ isPart }) => !isPart)
      .map((object) => {
        const part = parts.get(keyOf(place, object.body));
        if (object.body.kind !== 'Namespace' || part === undefined) return object;
        settled.add(keyOf(place, object.body));
        return { ...object, body: withPart(object.body, part) };
      }),
  }));
  const left = layers.flatMap(({ place, objects }): PlacedObjects[] => {
    const own = objects.filter(({ body, isPart }) => isPart && !settled.has(keyOf(place, body)));
    const { part: _part, ...cluster } = place;
    return own.length === 0 ? [] : [{ place: { ...cluster, layer: NAMESPACES }, objects: own }];
  });
  return [...whole, ...left];
}

function keyOf(place: PlacedObjects['place'], { kind, metadata }: KubeObject): string {
  return `${clusterOf(place)} ${kind} ${metadata.name}`;
}

function withPart(whole: KubeObject, { metadata }: KubeObject): ManifestObject['body'] {
  const labels = { ...whole.metadata.labels, ...metadata.labels };
  return { ...whole, metadata: { ...whole.metadata, labels } };
}
