import { HelmError } from './helm/helm-error';
import type { KubeObject } from './kube-object';
import type * as KubernetesYaml from './kubernetes-yaml';

/** Kinds of Istio's charts that have no namespace. */
const CLUSTER_SCOPED = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'GatewayClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'PriorityClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

/** One object, and how Helm printed it, where it printed exactly that. */
export interface PrintedObject {
  readonly object: KubeObject;
  readonly text?: string;
}

/** Where a document of a stream begins. */
const DOCUMENT = /^---(?:[ \t].*)?$/m;

/**
 * Reads what Helm printed: empty documents dropped, lists expanded, and the namespace written into every object that has
 * one, since whoever applies it may have another default.
 * @throws HelmError for what is no YAML
 */
export function parseManifests(text: string, namespace: string): PrintedObject[] {
  return text.split(DOCUMENT).flatMap((part) => {
    const document = cutOff(part);
    const object = readDocument(document) as
      KubeObject | { kind: 'List'; items: KubeObject[] } | null | undefined;
    if (object === null || object === undefined) return [];
    if (object.kind === 'List') {
      const { items } = object as { items: KubeObject[] };
      return items.map((item) => ({ object: withNamespace(item, namespace) }));
    }
    const settled = withNamespace(object as KubeObject, namespace);
    return [settled === object ? { object: settled, text: textOf(document) } : { object: settled }];
  });
}

/** The head of a block of text, with how it keeps line breaks at its end. */
const BLOCK = /([:-]\s+[|>])([0-9]?)[+-]?([0-9]?)(\s*(#.*)?)$/;

/**
 * A document as istioctl reads it: it cuts blanks off both ends, so a block at the end has no last line break. The block is the
 * outermost one that the last line is in; what looks like another in there is its text.
 */
function cutOff(part: string): string {
  const document = part.trim();
  let cut = document;
  let indent = Infinity;
  for (let end = document.length; end > 0;) {
    const start = document.lastIndexOf('\n', end - 1) + 1;
    const line = document.slice(start, end);
    const own = line.search(/\S/);
    if (own >= 0 && own < indent) {
      if (indent !== Infinity && BLOCK.test(line))
        cut = document.slice(0, start) + line.replace(BLOCK, '$1$2$3-$4') + document.slice(end);
      if (own === 0) return cut;
      indent = own;
    }
    end = start - 1;
  }
  return cut;
}

/** Helm's own comment on where a document is from. */
const SOURCE = /^\s*# Source: (\S+)\n/;

/** Without comments at its head, which speak of the template. */
function textOf(document: string): string {
  return `${document.replace(/^(#.*\n\s*)+/, '')}\n`;
}

/** With a reader that is loaded when it is needed, which it is not where all is found in the cache. */
function readDocument(text: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { readYamlStream } = require('./kubernetes-yaml') as typeof KubernetesYaml;
  try {
    return readYamlStream(text, 'last')[0];
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const template = SOURCE.exec(text)?.[1];
    const where = template === undefined ? '' : ` of ${template}`;
    throw new HelmError(`Helm printed YAML${where} that cannot be read: ${problem}`);
  }
}

function withNamespace(object: KubeObject, namespace: string): KubeObject {
  if (CLUSTER_SCOPED.has(object.kind) || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
