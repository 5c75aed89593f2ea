import { pass, unreadable, type Gate } from '../gates/gate';
import { policiesByNamespace } from '../look-up';
import type { PeerAuthenticationFact } from '../observation';
import type { RolloutRecord } from '../record';
import { namespacesOf } from '../wave-members';

const GATE = 'mutual-tls';

/** What holds where no PeerAuthentication says otherwise. */
const DEFAULT_MODE = 'PERMISSIVE';

/**
 * Passes when a wave's namespaces take the same traffic on the new revision as on the old one. A PeerAuthentication that is
 * labelled for one revision is not read by the other, so a namespace can become open without anybody changing it.
 */
export function mutualTlsGate({ plan }: RolloutRecord): Gate {
  return (wave, { peerAuthentications, istiods }) => {
    if (!peerAuthentications.known) {
      return unreadable(GATE, 'PeerAuthentications', peerAuthentications.reason);
    }
    if (!istiods.known) return unreadable(GATE, `istiod of ${plan.to}`, istiods.reason);
    // Policies of the whole mesh live where istiod does.
    const rootNamespace = (istiods.value[0]?.pod ?? '').split('/')[0] ?? '';
    const all = peerAuthentications.value;
    for (const { name: namespace } of namespacesOf([wave])) {
      const [before, now] = [plan.from, plan.to].map((revision) =>
        modeOf(namespace, rootNamespace, (where) =>
          (policiesByNamespace(all).get(where) ?? []).filter((one) => isRead(one, revision)),
        ),
      );
      if (before === now) continue;
      const message = `namespace ${namespace} takes ${now ?? ''} traffic on ${plan.to} and ${before ?? ''} on ${plan.from}: a PeerAuthentication is labelled for one revision`;
      return {
        gate: GATE,
        verdict: 'Fail',
        namespace,
        subject: `Namespace ${namespace}`,
        value: `${before ?? ''} → ${now ?? ''}`,
        message,
      };
    }
    return pass(
      GATE,
      'unchanged',
      `namespaces of wave ${wave.name} take the same traffic as before`,
    );
  };
}

/** The mode of a namespace, and those of its workloads that have their own. */
function modeOf(
  namespace: string,
  rootNamespace: string,
  policiesIn: (namespace: string) => readonly PeerAuthenticationFact[],
): string {
  const broad = (where: string) =>
    policiesIn(where).find((one) => !one.selective && one.mode !== 'UNSET')?.mode;
  const selective = policiesIn(namespace)
    .filter((one) => one.selective)
    .map(({ name, mode }) => `${name} ${mode}`)
    .sort();
  return [broad(namespace) ?? broad(rootNamespace) ?? DEFAULT_MODE, ...selective].join(', ');
}

function isRead({ revision }: PeerAuthenticationFact, by: string): boolean {
  return revision === null || revision === by;
}
