import type { kubernetes } from '../generated/newest';

interface Named {
  readonly kind: string;
  readonly metadata?: kubernetes.ObjectMeta;
}

/** Namespace of an object. */
export function layerNamespace({ metadata }: Named): string {
  return metadata?.namespace ?? 'default';
}

/** An object as a problem names it, `<kind> <namespace>/<name>`. */
export function layerName(object: Named): string {
  return `${object.kind} ${layerNamespace(object)}/${object.metadata?.name ?? ''}`;
}
