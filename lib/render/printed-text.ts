import type { KubeObject } from './kube-object';

const texts = new WeakMap<KubeObject, string>();

/** Remembers how Helm printed an object, so that it need not be written anew: of a megabyte of CRDs that takes longest. */
export function rememberText(object: KubeObject, text: string): void {
  texts.set(object, text);
}

/** How Helm printed this very object; `undefined` where that is not known, as of any object that was changed since. */
export function printedText(object: KubeObject): string | undefined {
  return texts.get(object);
}
