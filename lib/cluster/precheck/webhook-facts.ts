import type {
  V1MutatingWebhookConfiguration,
  V1ValidatingWebhookConfiguration,
} from '@kubernetes/client-node';
import type { WebhookFact } from '../../rollout/precheck/precheck-facts';
import type { LabelSelector } from '../../rollout/selector/label-selector';

/** What a missing policy means. */
const UNSET_POLICY = 'Fail';

/** The webhooks of Istio in a configuration; none of those that somebody else made. */
export function webhookFacts(
  { metadata, webhooks = [] }: V1MutatingWebhookConfiguration | V1ValidatingWebhookConfiguration,
  kind: WebhookFact['kind'],
): WebhookFact[] {
  return webhooks
    .filter(({ name }) => name.endsWith('.istio.io'))
    .map((webhook) => ({
      name: `${metadata?.name ?? ''}/${webhook.name}`,
      kind,
      injects: webhook.name.endsWith('sidecar-injector.istio.io'),
      // As the API server serves them, which has checked the operators.
      namespaceSelector: (webhook.namespaceSelector ?? {}) as LabelSelector,
      objectSelector: (webhook.objectSelector ?? {}) as LabelSelector,
      failurePolicy: webhook.failurePolicy ?? UNSET_POLICY,
    }));
}
