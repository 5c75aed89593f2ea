import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { OPERATOR_RESOURCE } from '../rollout/status/operator-resource';
import { statusOf } from './api-error';
import type { KubeClient } from './kube-client';

/** An object with its finalisers, as it was read. */
interface Finalized {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly resourceVersion: string;
    readonly finalizers?: readonly string[];
  };
}

/**
 * Puts a finaliser on an IstioOperator object, or takes it away; those of others stay. The resource version makes it a
 * compare-and-swap: an object that changed meanwhile is looked at again first.
 *
 * @throws ApiException when the API server refuses; an object that is gone is no error.
 */
export async function holdFinalizer(
  client: Pick<KubeClient, 'custom'>,
  { metadata: { namespace, name } }: Finalized,
  finalizer: string,
  held: boolean,
): Promise<void> {
  try {
    const { metadata } = (await client.custom.getNamespacedCustomObject({
      ...OPERATOR_RESOURCE,
      namespace,
      name,
    })) as Finalized;
    const others = (metadata.finalizers ?? []).filter((one) => one !== finalizer);
    await client.custom.patchNamespacedCustomObject(
      {
        ...OPERATOR_RESOURCE,
        namespace,
        name,
        body: {
          metadata: {
            resourceVersion: metadata.resourceVersion,
            finalizers: held ? [...others, finalizer] : others,
          },
        },
      },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}
