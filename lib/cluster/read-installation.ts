import type {
  V1ConfigMap,
  V1Deployment,
  V1ValidatingWebhookConfiguration,
} from '@kubernetes/client-node';
import { imageVersion } from '../rollout/image-version';
import { REVISION_LABEL } from '../rollout/names';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';
import { meshConfigs } from './precheck/mesh-configs';

/** A revision as it is installed. */
export interface InstalledRevision {
  readonly revision: string;
  /** Namespace of its istiod. */
  readonly namespace: string;
  /** `null` where the tag of its image names none. */
  readonly version: string | null;
  /** Registry and path of its images. */
  readonly hub: string;
  /** Helm release that installed it; `null` where Helm did not. */
  readonly release: string | null;
  readonly meshConfig: unknown;
}

/** A gateway of Istio's chart as it is installed. */
export interface InstalledGateway {
  readonly namespace: string;
  readonly name: string;
  /** The revision that its pods ask for; `null` where they ask for none. */
  readonly revision: string | null;
}

/** What is installed of Istio in a cluster, whoever did it. */
export interface Installation {
  readonly revisions: readonly InstalledRevision[];
  readonly gateways: readonly InstalledGateway[];
  /** What the default validator calls; `null` where there is none. */
  readonly defaultService: string | null;
}

const TEMPLATES = 'inject.istio.io/templates';
const RELEASE = 'meta.helm.sh/release-name';
const VALIDATOR = 'istiod-default-validator';

/** Reads what istioctl, Helm or an operator installed; nothing is changed. */
export async function readInstallation(client: KubeClient): Promise<Installation> {
  const [deployments, validators] = await Promise.all([
    listAll<V1Deployment>(client, 'apps/v1', 'Deployment'),
    listAll<V1ValidatingWebhookConfiguration>(
      client,
      'admissionregistration.k8s.io/v1',
      'ValidatingWebhookConfiguration',
    ),
  ]);
  const istiods = deployments.filter(({ metadata }) => metadata?.labels?.['app'] === 'istiod');
  const namespaces = [...new Set(istiods.map(({ metadata }) => metadata?.namespace ?? ''))];
  const maps = await Promise.all(
    namespaces.map(async (namespace) => {
      const all = await listAll<V1ConfigMap>(client, 'v1', 'ConfigMap', { namespace });
      return [namespace, meshConfigs(all)] as const;
    }),
  );
  const configs = Object.fromEntries(maps);
  const validator = validators.find(({ metadata }) => metadata?.name === VALIDATOR);
  return {
    revisions: istiods.map((one) => installedRevision(one, configs)),
    gateways: deployments.filter(isGateway).map(installedGateway),
    defaultService: validator?.webhooks?.[0]?.clientConfig.service?.name ?? null,
  };
}

function installedRevision(
  { metadata, spec }: V1Deployment,
  configs: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): InstalledRevision {
  const revision = metadata?.labels?.[REVISION_LABEL] ?? 'default';
  const namespace = metadata?.namespace ?? '';
  const image = spec?.template.spec?.containers[0]?.image ?? '';
  return {
    revision,
    namespace,
    version: imageVersion(image),
    hub: image.slice(0, Math.max(0, image.lastIndexOf('/'))),
    release: metadata?.annotations?.[RELEASE] ?? null,
    meshConfig: configs[namespace]?.[revision] ?? null,
  };
}

function isGateway({ spec }: V1Deployment): boolean {
  const annotations = spec?.template.metadata?.annotations ?? {};
  return (annotations[TEMPLATES] ?? '').split(',').includes('gateway');
}

function installedGateway({ metadata, spec }: V1Deployment): InstalledGateway {
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    revision: spec?.template.metadata?.labels?.[REVISION_LABEL] ?? null,
  };
}
