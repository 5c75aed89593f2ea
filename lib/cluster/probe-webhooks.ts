import type {
  V1Endpoint,
  V1EndpointSlice,
  V1MutatingWebhookConfiguration,
  V1ValidatingWebhookConfiguration,
} from '@kubernetes/client-node';
import type { Fact } from '../rollout/fact';
import type {
  WebhookConfigurationFact,
  WebhookFact,
  WebhookTarget,
} from '../rollout/health/health-facts';
import { REVISION_LABEL, TAG_LABEL } from '../rollout/names';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';
import { probeFact } from './probe-fact';

const GROUP = 'admissionregistration.k8s.io/v1';

/** How the names of Istio's webhooks end; other configurations may carry the revision's label for reasons of their own. */
const SUFFIXES = {
  injector: 'sidecar-injector.istio.io',
  validator: 'validation.istio.io',
} as const;

/** A Service by its identity. */
export interface ServiceIdentity {
  readonly namespace: string;
  readonly name: string;
}

/** How many ready endpoints each Service has. */
export type EndpointsOf = (service: ServiceIdentity) => Promise<Fact<number>>;

/** Every webhook configuration that calls a revision, with what is behind it. */
export async function probeWebhooks(
  client: KubeClient,
  revision: string,
  now: () => number,
): Promise<WebhookConfigurationFact[]> {
  const selectors = { labelSelector: `${REVISION_LABEL}=${revision}` };
  const [mutating, validating] = await Promise.all([
    listAll<V1MutatingWebhookConfiguration>(
      client,
      GROUP,
      'MutatingWebhookConfiguration',
      selectors,
    ),
    listAll<V1ValidatingWebhookConfiguration>(
      client,
      GROUP,
      'ValidatingWebhookConfiguration',
      selectors,
    ),
  ]);
  const endpointsOf = readOnce(client, now);
  const all = await Promise.all([
    ...mutating.map((one) => webhookConfigurationFact('injector', one, endpointsOf)),
    ...validating.map((one) => webhookConfigurationFact('validator', one, endpointsOf)),
  ]);
  return all.filter(({ webhooks }) => webhooks.length > 0);
}

/** What is judged of a configuration: Istio's own webhooks in it. */
export async function webhookConfigurationFact(
  type: WebhookConfigurationFact['type'],
  { metadata, webhooks }: V1MutatingWebhookConfiguration | V1ValidatingWebhookConfiguration,
  endpointsOf: EndpointsOf,
): Promise<WebhookConfigurationFact> {
  const own = (webhooks ?? []).filter(({ name }) => name.endsWith(SUFFIXES[type]));
  return {
    type,
    name: metadata?.name ?? '',
    tag: metadata?.labels?.[TAG_LABEL] ?? null,
    webhooks: await Promise.all(
      own.map(async ({ name, clientConfig }): Promise<WebhookFact> => {
        const caBundle = (clientConfig.caBundle ?? '') !== '';
        return { name, caBundle, target: await targetOf(clientConfig, endpointsOf) };
      }),
    ),
  };
}

async function targetOf(
  { service, url }: { readonly service?: ServiceIdentity; readonly url?: string },
  endpointsOf: EndpointsOf,
): Promise<WebhookTarget> {
  if (service === undefined) return { type: 'url', url: url ?? '' };
  const { namespace, name } = service;
  return { type: 'service', namespace, name, readyEndpoints: await endpointsOf(service) };
}

/** Many webhooks lead to one Service. */
function readOnce(client: KubeClient, now: () => number): EndpointsOf {
  const reads = new Map<string, Promise<Fact<number>>>();
  return ({ namespace, name }) => {
    const id = `${namespace}/${name}`;
    const read =
      reads.get(id) ??
      probeFact(now, `endpoints of Service ${id} could not be read`, async () => {
        const labelSelector = `kubernetes.io/service-name=${name}`;
        const where = { namespace, labelSelector };
        return readyEndpoints(
          await listAll<V1EndpointSlice>(client, 'discovery.k8s.io/v1', 'EndpointSlice', where),
        );
      });
    reads.set(id, read);
    return read;
  };
}

/**
 * How many endpoints of a Service can be called. A slice that does not say whether one is ready means that it is.
 * @see https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions
 */
export function readyEndpoints(slices: readonly V1EndpointSlice[]): number {
  return slices.flatMap(endpointsIn).filter(({ conditions }) => conditions?.ready !== false).length;
}

/** A slice without any says `null`, which its type does not. */
function endpointsIn(slice: {
  readonly endpoints: readonly V1Endpoint[] | null;
}): readonly V1Endpoint[] {
  return slice.endpoints ?? [];
}
