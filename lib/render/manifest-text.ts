import type * as KubernetesYaml from './kubernetes-yaml';
import type { KubeObject } from './kube-object';
import { printedText } from './printed-text';

/** Objects as one stream of YAML, as `kubectl apply -f -` reads it. */
export function manifestText(objects: readonly KubeObject[]): string {
  return objects.map((object) => `---\n${printedText(object) ?? written(object)}`).join('');
}

/** Loaded when it is needed: what was not changed since Helm printed it is not written anew. */
function written(object: KubeObject): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { writeYaml } = require('./kubernetes-yaml') as typeof KubernetesYaml;
  return writeYaml(object);
}
