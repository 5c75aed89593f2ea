import type { V1MutatingWebhookConfiguration } from '@kubernetes/client-node';
import { REVISION_LABEL, TAG_LABEL } from '../rollout/names';
import { canonicalJson } from '../rollout/canonical-json';
import { digest } from '../rollout/digest';
import type { InjectorFact } from '../rollout/observation';
import { isDeactivated } from './is-deactivated';

/** What the planner needs to know of a mutating webhook; `null` when it injects no sidecars. */
export function injectorFact(object: V1MutatingWebhookConfiguration): InjectorFact | null {
  const webhooks = (object.webhooks ?? []).filter((webhook) =>
    webhook.name.endsWith('sidecar-injector.istio.io'),
  );
  if (webhooks.length === 0 || isDeactivated(object)) return null;
  return {
    name: object.metadata?.name ?? '',
    revision: object.metadata?.labels?.[REVISION_LABEL] ?? 'default',
    tag: object.metadata?.labels?.[TAG_LABEL] ?? null,
    caBundle: webhooks.every((webhook) => (webhook.clientConfig.caBundle ?? '') !== ''),
    client: digest(
      [...new Set(webhooks.map(({ clientConfig }) => canonicalJson(clientConfig)))].sort(),
    ),
  };
}
