import {
  CoreV1Api,
  CustomObjectsApi,
  EventsV1Api,
  KubeConfig,
  KubernetesObjectApi,
} from '@kubernetes/client-node';
import { apiConfiguration } from './api-configuration';

/** Which cluster to talk to. */
export interface ClusterTarget {
  /** Path of a kubeconfig file; absent means `KUBECONFIG`, then `~/.kube/config`, then the pod's own account. */
  readonly kubeconfig?: string;
  /** Context in it; absent means the current one. */
  readonly context?: string;
}

/** The Kubernetes API of one cluster, as the readers and the actuator use it. */
export interface KubeClient {
  readonly config: KubeConfig;
  readonly core: CoreV1Api;
  readonly custom: CustomObjectsApi;
  readonly events: EventsV1Api;
  readonly objects: KubernetesObjectApi;
}

/** Thrown when the kubeconfig cannot be used; the message says what to check. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';
}

/**
 * Opens the API of a cluster; nothing is sent yet.
 *
 * @throws KubeconfigError when there is no file, it cannot be read, or the context does not exist in it.
 */
export function createKubeClient(target: ClusterTarget = {}): KubeClient {
  const config = new KubeConfig();
  load(config, target);
  if (target.context !== undefined) {
    const contexts = config.getContexts().map((context) => context.name);
    if (!contexts.includes(target.context)) {
      throw new KubeconfigError(
        `context "${target.context}" is not in the kubeconfig; it has: ${contexts.join(', ') || 'none'}`,
      );
    }
    config.setCurrentContext(target.context);
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    throw new KubeconfigError(
      'the kubeconfig has no current cluster; set a current-context, or name a context in the environment',
    );
  }
  const configuration = apiConfiguration(config, cluster.server);
  return {
    config,
    core: new CoreV1Api(configuration),
    custom: new CustomObjectsApi(configuration),
    events: new EventsV1Api(configuration),
    objects: new KubernetesObjectApi(configuration),
  };
}

/** Without any kubeconfig the client makes one up, which leads to a port that API servers no longer have. */
function isMadeUp(config: KubeConfig): boolean {
  return config.getCurrentCluster()?.server === 'http://localhost:8080';
}

function load(config: KubeConfig, target: ClusterTarget): void {
  try {
    if (target.kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(target.kubeconfig);
    if (isMadeUp(config)) throw new Error('there is none; set KUBECONFIG, or create it');
  } catch (error) {
    const which = target.kubeconfig ?? process.env['KUBECONFIG'] ?? '~/.kube/config';
    throw new KubeconfigError(
      `kubeconfig ${which} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
