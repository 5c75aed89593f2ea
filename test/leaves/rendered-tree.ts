import { isObject, type Json, type JsonObject } from '../../lib/operator/json';
import type { KubeObject } from '../../lib/render/kube-object';
import { readYamlStream, YamlError } from '../../lib/render/kubernetes-yaml';

/**
 * Objects by `Kind/name`, without what only repeats the values: the ConfigMap of values altogether, and of the injector's those
 * that nobody reads. Documents in ConfigMaps are read.
 */
export function renderedTree(objects: readonly KubeObject[]): JsonObject {
  return Object.fromEntries(
    objects.map((object) => [`${object.kind}/${object.metadata.name}`, contentOf(object)]),
  );
}

function contentOf(object: KubeObject): Json {
  const { kind, metadata } = object;
  // Their spec is a file of the chart, which no value changes.
  if (kind === 'CustomResourceDefinition') return jsonOf(metadata);
  const content = jsonOf(object);
  const data = content['data'];
  if (kind !== 'ConfigMap' || !isObject(data)) return content;
  if (/^values(-|$)/.test(metadata.name)) return jsonOf(metadata);
  const read = Object.fromEntries(
    Object.entries(data).map(([key, text]) => [key, documentOf(text ?? null)]),
  );
  if (!/^istio-sidecar-injector(-|$)/.test(metadata.name)) return { ...content, data: read };
  const paths = [
    ...READ_BY_ISTIOD,
    ...readByTemplates(typeof data['config'] === 'string' ? data['config'] : ''),
  ];
  return { ...content, data: { ...read, values: onlyRead(read['values'], [], paths) } };
}

/** An interface has no index signature, though every value of it is JSON. */
function jsonOf(value: object): JsonObject {
  return value as JsonObject;
}

function documentOf(text: Json): Json {
  if (typeof text !== 'string') return text;
  try {
    const [document] = readYamlStream(text);
    return typeof document === 'object' && document !== null ? (document as Json) : text;
  } catch (error) {
    if (error instanceof YamlError) return text;
    throw error;
  }
}

/**
 * The injector's values that istiod's own code reads, whatever its templates say.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/kube/inject/inject.go (images, cluster and network of a proxy)
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/kube/inject/webhook.go (the order of containers, probes)
 */
const READ_BY_ISTIOD = [
  'global.hub',
  'global.multiCluster.clusterName',
  'global.network',
  'global.proxy.holdApplicationUntilProxyStarts',
  'global.proxy.image',
  'global.tag',
  'global.variant',
  'sidecarInjectorWebhook.rewriteAppHTTPProbe',
];

/** `(.Values.pilot).env` reads one key of it, all others read a path to its end. */
function readByTemplates(text: string): string[] {
  return [...text.matchAll(/\.Values\.([\w.]*\w)/g)].map(([, path = '']) => path);
}

/** What somebody reads of a value; `undefined` where that is nothing. */
function onlyRead(
  value: Json | undefined,
  path: readonly string[],
  read: readonly string[],
): Json | undefined {
  const isRead = read.includes(path.join('.'));
  if (isRead && (path.length > 1 || !isObject(value))) return value;
  if (!isObject(value)) return undefined;
  const fields = Object.entries(value).flatMap(([key, field]) => {
    const kept = onlyRead(field, [...path, key], read);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}
