import type { V1MutatingWebhookConfiguration } from '@kubernetes/client-node';

/**
 * Whether an injector was made to select nothing, as `istioctl tag set default` does with the one of an istiod without a
 * revision name: the object stays, and injects no pod.
 * @see https://github.com/istio/istio/blob/1.31.0/istioctl/pkg/tag/util.go
 */
export function isDeactivated({ webhooks = [] }: V1MutatingWebhookConfiguration): boolean {
  return (
    webhooks.length > 0 &&
    webhooks.every(
      ({ namespaceSelector }) =>
        namespaceSelector?.matchLabels?.['istio.io/deactivated'] === 'never-match',
    )
  );
}
