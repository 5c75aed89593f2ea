import { matchesSelector } from '../../selector/matches-selector';
import type { Check, Finding } from '../finding';
import { lookAt } from '../outcome';
import type { WebhookFact } from '../precheck-facts';
import type { PrecheckInput } from '../precheck-input';

/** Pods as people write them: without a word about injection, and with the one that asks for it. */
const PODS: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'sidecar.istio.io/inject': 'true' },
];

/** Two injectors for one pod: it gets two sidecars, or the API server takes whichever comes first. */
export const injectorOverlapCheck: Check<PrecheckInput> = {
  name: 'injector-overlap',
  about: 'namespaces whose pods two injectors would inject',
  waivable: true,
  run: ({ observation: { namespaces }, facts: { webhooks } }) =>
    lookAt({ namespaces, webhooks }, ({ namespaces: all, webhooks: found }) => {
      const injectors = found.filter(({ injects }) => injects);
      return all.flatMap(({ name, labels }): Finding[] => {
        const calling = PODS.map((pod) => callsFor(injectors, labels, pod)).find(
          ({ length }) => length > 1,
        );
        if (calling === undefined) return [];
        return [
          {
            severity: 'error',
            subject: `Namespace ${name}`,
            message: 'more than one injector is called for its pods',
            evidence: calling.map((webhook) => `${webhook} selects it`),
            remedy:
              'remove the tag or the injector that is not meant, or make its selectors exclude the other',
          },
        ];
      });
    }),
};

/** The configurations that are called for a pod: several webhooks of one are made to exclude each other, and count once. */
function callsFor(
  injectors: readonly WebhookFact[],
  namespace: Readonly<Record<string, string>>,
  pod: Readonly<Record<string, string>>,
): string[] {
  const called = injectors
    .filter((one) => matchesSelector(one.namespaceSelector, namespace))
    .filter((one) => matchesSelector(one.objectSelector, pod));
  return [...new Set(called.map(({ name }) => name.split('/')[0] ?? ''))];
}
