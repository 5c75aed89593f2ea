import {
  CustomResource,
  secret,
  type CustomResourceOptions,
  type ProviderResource,
} from '@pulumi/pulumi';
import { Provider } from '@pulumi/kubernetes/provider';
import { creationOrder } from './creation-order';
import type { MappedResource } from './map-tree';
import type { ProviderInputs } from './provider-inputs';
import { PROVIDER_NAME } from './provider-name';
import { providerInUse } from './provider-version';

const AWAIT = '5m';

/** Any Kubernetes object: the provider takes the kind from the type token. */
class KubeResource extends CustomResource {
  constructor({ type, name, body, secretOutputs }: MappedResource, options: CustomResourceOptions) {
    super(type, name, withSecrets(body, secretOutputs), options);
  }
}

/** Registers every resource of a mapped tree in this stack. @throws Error for a cycle. */
export function registerResources(
  resources: readonly MappedResource[],
  inputs: ProviderInputs,
): void {
  const provider = createProvider(inputs);
  const { version } = providerInUse();
  const registered = new Map<string, KubeResource>();
  for (const resource of creationOrder(resources)) {
    registered.set(
      resource.key,
      new KubeResource(resource, {
        provider,
        version,
        dependsOn: resource.dependsOn.flatMap((key) => registered.get(key) ?? []),
        protect: resource.protect,
        retainOnDelete: resource.retainOnDelete,
        additionalSecretOutputs: [...resource.secretOutputs],
        aliases: resource.aliases.map((type) => ({ type })),
        customTimeouts: { create: AWAIT, update: AWAIT, delete: AWAIT },
      }),
    );
  }
}

function withSecrets(
  props: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(props).map(([key, value]) => [
      key,
      secrets.includes(key) ? secret(value) : value,
    ]),
  );
}

function createProvider(inputs: ProviderInputs): ProviderResource {
  return new Provider(
    PROVIDER_NAME,
    {
      ...inputs,
      enableServerSideApply: true,
      enableConfigMapMutable: true,
      enableSecretMutable: true,
      upsertExistingObjects: false,
    },
    { version: providerInUse().version },
  );
}
