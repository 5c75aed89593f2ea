import type { KubernetesObject } from '@kubernetes/client-node';
import { istiodName } from '../rollout/health/istiod-name';
import { REVISION_LABEL } from '../rollout/names';
import { namespacesIn } from '../rollout/removal/namespaces-in';
import { isOwnObject } from '../rollout/removal/own-object';
import { REQUEST_TIMEOUT_MS } from './api-configuration';
import { apiGetJson } from './api-get';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';

/** Kinds of which the istiod chart, and others, label objects with a revision. */
const LABELLED_KINDS = [
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'DaemonSet'],
  ['v1', 'Service'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration'],
  ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'],
] as const;

/** Kinds that the chart does not label: their objects are called as istiod is. */
const NAMED_KINDS = [
  ['v1', 'ServiceAccount'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
] as const;

/** Likewise, with the mesh's namespace in their names. */
const CLUSTER_KINDS = ['ClusterRole', 'ClusterRoleBinding'] as const;

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** An object by what is asked of it. */
interface Found {
  readonly kind: string;
  readonly object: KubernetesObject;
}

/**
 * Every object of one of the revisions, as `<Kind> <namespace>/<name>`: what carries its label, what istiod's chart makes
 * without one, and the unlabelled leader locks that its istiods make, which nothing removes with the revision.
 * @see https://github.com/istio/istio/issues/61155
 */
export async function readRevisionObjects(
  client: KubeClient,
  revisions: readonly string[],
): Promise<Record<string, string[]>> {
  const labelSelector = `${REVISION_LABEL} in (${revisions.join(',')})`;
  const [kinds, configMaps, named, leases, roles] = await Promise.all([
    listKinds(client, LABELLED_KINDS, labelSelector),
    listConfigMaps(client, labelSelector),
    Promise.all(revisions.map((revision) => listNamed(client, istiodName(revision)))),
    listKinds(client, [['coordination.k8s.io/v1', 'Lease']]),
    listKinds(
      client,
      CLUSTER_KINDS.map((kind) => ['rbac.authorization.k8s.io/v1', kind] as const),
      'app in (istiod, istio-reader)',
    ),
  ]);
  const labelled = [...kinds, ...configMaps];
  const namespaces = namespacesIn([...labelled, ...named.flat()].map(describe));
  const entries = revisions.map((revision, index): [string, string[]] => {
    const own = labelled.filter(
      ({ object }) => object.metadata?.labels?.[REVISION_LABEL] === revision,
    );
    const byName = [...leases, ...roles].filter((one) =>
      isOwnObject(revision, describe(one), namespaces),
    );
    const all = [...own, ...(named[index] ?? []), ...byName].map(describe);
    return [revision, [...new Set(all)].sort()];
  });
  return Object.fromEntries(entries);
}

async function listKinds(
  client: KubeClient,
  kinds: readonly (readonly [apiVersion: string, kind: string])[],
  labelSelector?: string,
): Promise<Found[]> {
  const lists = kinds.map(async ([apiVersion, kind]) => {
    const selectors = labelSelector === undefined ? {} : { labelSelector };
    return (await listAll(client, apiVersion, kind, selectors)).map((object) => ({ kind, object }));
  });
  return (await Promise.all(lists)).flat();
}

/** Without what is in them: injection templates are a quarter of a megabyte, which nobody here reads at every look. */
async function listConfigMaps({ config }: KubeClient, labelSelector: string): Promise<Found[]> {
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const list = await apiGetJson(config, '/api/v1/configmaps', { labelSelector }, signal, METADATA);
  // An empty list of metadata has `null` where others have no items.
  const { items } = list as { readonly items: readonly KubernetesObject[] | null };
  return (items ?? []).map((object) => ({ kind: 'ConfigMap', object }));
}

async function listNamed(client: KubeClient, name: string): Promise<Found[]> {
  const fieldSelector = `metadata.name=${name}`;
  const lists = NAMED_KINDS.map(async ([apiVersion, kind]) =>
    (await listAll(client, apiVersion, kind, { fieldSelector })).map((object) => ({
      kind,
      object,
    })),
  );
  return (await Promise.all(lists)).flat();
}

function describe({ kind, object: { metadata } }: Found): string {
  const name = metadata?.name ?? '';
  return metadata?.namespace === undefined
    ? `${kind} ${name}`
    : `${kind} ${metadata.namespace}/${name}`;
}
