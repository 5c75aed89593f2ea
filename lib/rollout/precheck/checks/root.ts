import { injectedBy } from '../../injected-by';
import { injectionLabels } from '../../injection-labels';
import { nameSome } from '../../name-some';
import type { Check, Finding } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

const DAY_MS = 24 * 3_600_000;

/** A root that ends within this many days stops a rollout; within the other it is told. */
const ERROR_DAYS = 30;
const WARNING_DAYS = 90;

/** When the authority's root ends, and whether every namespace of the mesh has it. */
export const rootCheck: Check<PrecheckInput> = {
  name: 'root',
  about: 'when the root of istiod’s authority ends, and namespaces of the mesh without it',
  waivable: true,
  run: ({ now, observation: { istiods, roots, namespaces, injectors } }) => {
    const unread = istiods.known
      ? istiods.value.find(({ counters }) => !counters.known)
      : undefined;
    if (unread !== undefined && !unread.counters.known)
      return {
        known: false,
        reason: `when the root of ${unread.pod} ends: ${unread.counters.reason}`,
      };
    return lookAt({ istiods, roots, namespaces, injectors }, (found) => {
      const ends = found.istiods.flatMap(({ pod, counters }) =>
        counters.known && counters.value.rootExpiresAt !== null
          ? [{ pod, at: counters.value.rootExpiresAt }]
          : [],
      );
      const [soonest] = [...ends].sort((a, b) => a.at - b.at);
      const days = soonest === undefined ? Infinity : Math.floor((soonest.at - now) / DAY_MS);
      const ending: Finding[] =
        soonest === undefined || days > WARNING_DAYS
          ? []
          : [
              {
                severity: days <= ERROR_DAYS ? 'error' : 'warning',
                subject: 'Root certificate',
                message:
                  days < 0
                    ? 'it has ended'
                    : `it ends in ${String(days)} days, and every connection with it`,
                evidence: [`${soonest.pod} says ${new Date(soonest.at).toISOString()}`],
                remedy:
                  'renew the root first: a rollout and a new root at once hide each other’s mistakes',
              },
            ];
      const without = found.namespaces
        .filter(
          ({ labels }) => injectedBy(injectionLabels(labels), found.injectors).revision !== null,
        )
        .filter(({ name }) => (found.roots[name] ?? []).length === 0)
        .map(({ name }) => name);
      const missing: Finding[] =
        without.length === 0
          ? []
          : [
              {
                severity: 'error',
                subject: `Namespace ${nameSome(without)}`,
                message:
                  'no root is there that its proxies could trust, so its new pods do not get ready',
                evidence: ['ConfigMap istio-ca-root-cert is missing or empty'],
                remedy:
                  'compare discoverySelectors of the revisions: they decide where istiod writes it',
              },
            ];
      return [...ending, ...missing];
    });
  },
};
