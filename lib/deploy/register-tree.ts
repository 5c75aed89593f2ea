import { readFileSync } from 'node:fs';
import { CustomResource, type CustomResourceOptions, type ProviderResource } from '@pulumi/pulumi';
import { Provider } from '@pulumi/kubernetes/provider';
import type { IConstruct } from 'constructs';
import { mapTree, type MappedResource } from './map-tree';
import { providerInUse } from './provider-version';

const AWAIT = '5m';

/** Where a tree is deployed. */
export interface DeployTarget {
  /** Name of the environment; it identifies the cluster for good, whatever happens to the kubeconfig. */
  readonly environment: string;
  readonly cluster: { readonly kubeconfig?: string; readonly context?: string };
}

/** Any Kubernetes object: the provider takes the kind from the type token. */
class KubeResource extends CustomResource {
  constructor({ type, name, props }: MappedResource, options: CustomResourceOptions) {
    super(type, name, { ...props }, options);
  }
}

/** Registers every object of a tree as one resource of this stack. */
export function registerTree(root: IConstruct, target: DeployTarget): void {
  const provider = createProvider(target);
  const { version } = providerInUse();
  const registered = new Map<string, KubeResource>();
  const pending = mapTree(root);
  while (pending.length > 0) {
    const next = pending.findIndex(({ dependsOn }) =>
      dependsOn.every((key) => registered.has(key)),
    );
    const [resource] = pending.splice(next, 1);
    if (next < 0 || resource === undefined) {
      throw new Error(
        `these objects wait for each other: ${pending.map(({ name }) => name).join(', ')}`,
      );
    }
    const dependsOn = resource.dependsOn.flatMap((key) => registered.get(key) ?? []);
    registered.set(
      resource.key,
      new KubeResource(resource, {
        provider,
        version,
        dependsOn,
        protect: resource.protect,
        retainOnDelete: resource.retainOnDelete,
        additionalSecretOutputs: [...resource.secretOutputs],
        customTimeouts: { create: AWAIT, update: AWAIT, delete: AWAIT },
      }),
    );
  }
}

function createProvider({ environment, cluster }: DeployTarget): ProviderResource {
  const file = cluster.kubeconfig ?? process.env['KUBECONFIG'];
  return new Provider(
    'kubernetes',
    {
      ...(file === undefined ? {} : { kubeconfig: readFileSync(file, 'utf8') }),
      ...(cluster.context === undefined ? {} : { context: cluster.context }),
      clusterIdentifier: environment,
      enableServerSideApply: true,
      enableConfigMapMutable: true,
      enableSecretMutable: true,
    },
    { version: providerInUse().version },
  );
}
