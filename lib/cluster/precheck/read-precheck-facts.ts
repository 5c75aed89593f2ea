import type {
  V2HorizontalPodAutoscaler,
  V1MutatingWebhookConfiguration,
  V1ValidatingWebhookConfiguration,
} from '@kubernetes/client-node';
import type { PrecheckFacts } from '../../rollout/precheck/precheck-facts';
import { apiGetJson } from '../api-get';
import { isUnknownKind } from '../api-error';
import { isDeactivated } from '../is-deactivated';
import type { KubeClient } from '../kube-client';
import { listAll } from '../list-all';
import { probeFact } from '../probe-fact';
import { definitionFact, type Definition } from './definition-fact';
import { envoyFilterFact, type EnvoyFilter } from './envoy-filter-fact';
import { meshConfigs } from './mesh-configs';
import { templateFact, type Workload } from './template-fact';
import { webhookFacts } from './webhook-facts';

const ADMISSION = 'admissionregistration.k8s.io/v1';

/** Reads what a precheck looks at beside an observation. A read that fails becomes an unknown fact, never an empty list. */
export async function readPrecheckFacts(
  client: KubeClient,
  meshNamespace: string,
  now: () => number,
): Promise<PrecheckFacts> {
  const read = <T>(what: string, ask: () => Promise<T>) =>
    probeFact(now, `${what} could not be read`, ask);
  const [kubernetes, webhooks, definitions, envoyFilters, autoscalers, templates, configs] =
    await Promise.all([
      read('the version of Kubernetes', () => kubernetesVersion(client)),
      read('webhooks', () => readWebhooks(client)),
      read('CustomResourceDefinitions', () => readDefinitions(client)),
      read('EnvoyFilters', () => readEnvoyFilters(client)),
      read('HorizontalPodAutoscalers', () => readAutoscalers(client)),
      read('pod templates', () => readTemplates(client)),
      read('MeshConfig of the revisions', async () =>
        meshConfigs(await listAll(client, 'v1', 'ConfigMap', { namespace: meshNamespace })),
      ),
    ]);
  return {
    kubernetes,
    webhooks,
    definitions,
    envoyFilters,
    autoscalers,
    templates,
    meshConfigs: configs,
  };
}

async function readWebhooks(client: KubeClient) {
  const [mutating, validating] = await Promise.all([
    listAll<V1MutatingWebhookConfiguration>(client, ADMISSION, 'MutatingWebhookConfiguration'),
    listAll<V1ValidatingWebhookConfiguration>(client, ADMISSION, 'ValidatingWebhookConfiguration'),
  ]);
  return [
    ...mutating
      .filter((one) => !isDeactivated(one))
      .flatMap((one) => webhookFacts(one, 'MutatingWebhookConfiguration')),
    ...validating.flatMap((one) => webhookFacts(one, 'ValidatingWebhookConfiguration')),
  ];
}

async function readDefinitions(client: KubeClient) {
  const all = await listAll<Definition>(
    client,
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
  );
  return all.map(definitionFact).filter(({ name }) => name.endsWith('.istio.io'));
}

/** None where the cluster does not know the kind: Istio is not installed, or without this CRD. */
async function readEnvoyFilters(client: KubeClient) {
  try {
    const all = await listAll<EnvoyFilter>(client, 'networking.istio.io/v1alpha3', 'EnvoyFilter');
    return all.map(envoyFilterFact);
  } catch (error) {
    if (isUnknownKind(error)) return [];
    throw error;
  }
}

async function readAutoscalers(client: KubeClient) {
  const kind = 'HorizontalPodAutoscaler';
  return (await listAll<V2HorizontalPodAutoscaler>(client, 'autoscaling/v2', kind)).map(
    autoscalerFact,
  );
}

async function readTemplates(client: KubeClient) {
  const kinds = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;
  const all = await Promise.all(
    kinds.map(async (kind) =>
      (await listAll<Workload>(client, 'apps/v1', kind)).map((one) => templateFact(kind, one)),
    ),
  );
  return all.flat();
}

async function kubernetesVersion({ config }: KubeClient): Promise<string> {
  const { signal } = new AbortController();
  const answer = (await apiGetJson(config, '/version', {}, signal)) as {
    readonly major?: string;
    readonly minor?: string;
  };
  // Some distributions write "34+".
  return `${answer.major ?? '?'}.${(answer.minor ?? '?').replace(/\D+$/, '')}`;
}

function autoscalerFact({ metadata, spec }: V2HorizontalPodAutoscaler) {
  const target = spec?.scaleTargetRef;
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    target: `${target?.kind ?? ''}/${target?.name ?? ''}`,
    min: spec?.minReplicas ?? 1,
  };
}
