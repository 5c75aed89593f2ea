import { createHash } from 'node:crypto';
import type {
  V1MutatingWebhookConfiguration,
  V1ObjectMeta,
  V1Service,
  V1ValidatingWebhookConfiguration,
} from '@kubernetes/client-node';
import { isOurs } from '../rollout/is-ours';
import { REVISION_LABEL, TAG_LABEL } from '../rollout/names';
import type { PointerFact } from '../rollout/pointers/pointer-fact';
import { isDeactivated } from './is-deactivated';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';

type Configuration = V1MutatingWebhookConfiguration | V1ValidatingWebhookConfiguration;

/** Istiod's field manager: it keeps CA bundles, and decides on nothing. */
const ISTIOD = 'pilot-discovery';

/** How the names of Istio's webhooks end. */
const OF_ISTIO = /(sidecar-injector|validation)\.istio\.io$/;

/** Everything that leads to an istiod: webhook configurations, and the Services of revision tags. */
export async function readPointers(
  client: KubeClient,
  mutating: readonly V1MutatingWebhookConfiguration[],
): Promise<PointerFact[]> {
  const [validating, services] = await Promise.all([
    listAll<V1ValidatingWebhookConfiguration>(
      client,
      'admissionregistration.k8s.io/v1',
      'ValidatingWebhookConfiguration',
    ),
    listAll<V1Service>(client, 'v1', 'Service', { labelSelector: TAG_LABEL }),
  ]);
  return [
    ...mutating
      .filter((one) => !isDeactivated(one))
      .flatMap((one) => webhookPointer('MutatingWebhookConfiguration', one)),
    ...validating.flatMap((one) => webhookPointer('ValidatingWebhookConfiguration', one)),
    ...services.map(servicePointer),
  ];
}

/** What a webhook configuration leads to; nothing where none of its webhooks is Istio's. */
export function webhookPointer(
  kind: Exclude<PointerFact['kind'], 'Service'>,
  { metadata, webhooks = [] }: Configuration,
): PointerFact[] {
  if (!webhooks.some(({ name }) => OF_ISTIO.test(name))) return [];
  const calls = webhooks.map(({ clientConfig: { service, url } }) =>
    service === undefined ? (url ?? '') : `${service.namespace}/${service.name}`,
  );
  const bundles = [...new Set(webhooks.map(({ clientConfig }) => clientConfig.caBundle ?? ''))];
  const shared = bundles.length === 1 ? bundles[0] : undefined;
  const caBundle =
    shared === undefined || shared === ''
      ? null
      : createHash('sha256').update(shared).digest('hex').slice(0, 16);
  return [{ ...identity(kind, metadata), calls: [...new Set(calls)].sort(), caBundle }];
}

function servicePointer({ metadata }: V1Service): PointerFact {
  return { ...identity('Service', metadata), calls: [], caBundle: null };
}

function identity(
  kind: PointerFact['kind'],
  metadata: V1ObjectMeta = {},
): Omit<PointerFact, 'calls' | 'caBundle'> {
  const { name = '', namespace, labels = {}, managedFields = [] } = metadata;
  const managers = managedFields.map(({ manager = '' }) => manager);
  return {
    kind,
    name: namespace === undefined ? name : `${namespace}/${name}`,
    revision: labels[REVISION_LABEL] ?? null,
    tag: labels[TAG_LABEL] ?? null,
    ours: managers.some(isOurs),
    manager: managers.find((manager) => !isOurs(manager) && manager !== ISTIOD) ?? '',
  };
}
