import { pass, unreadable, type Gate } from '../gates/gate';
import type { RolloutRecord } from '../record';
import { istiodGrowth } from './istiod-growth';

const GATE = 'configuration';

/**
 * Passes when no proxy of the new revision has refused a configuration since the newest wave began, and its istiods could make
 * every push. The proxies gate sees what is refused now; this one also what was, between two looks.
 */
export function configurationGate(record: RolloutRecord): Gate {
  return (wave, observation, revision) => {
    const index = record.plan.waves.findIndex(({ name }) => name === wave.name);
    if (index !== record.released - 1) {
      return pass(GATE, 'judged', `wave ${wave.name} is judged with the one that moved last`);
    }
    const growth = istiodGrowth(record, index, observation);
    const subject = `istiod of ${revision}`;
    const at = { gate: GATE, namespace: '', subject };
    if (growth.known === false) return unreadable(GATE, subject, growth.reason);
    if (growth.known === 'not yet') {
      return { ...at, verdict: 'Inconclusive', value: 'not counted', message: growth.reason };
    }
    const { rejects, internalErrors } = growth.value;
    if (rejects + internalErrors === 0) return pass(GATE, 'taken', 'every push was taken');
    const value = `${rejects} refused, ${internalErrors} internal errors`;
    const message = `istiod of ${revision} since wave ${wave.name} began: proxies refused ${rejects} configurations, ${internalErrors} internal errors`;
    return { ...at, verdict: 'Fail', value, message };
  };
}
