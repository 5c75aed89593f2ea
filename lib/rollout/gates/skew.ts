import type { Observation } from '../observation';
import type { FrozenPlan } from '../record';
import { jumpProblem } from '../skew/jump-problem';
import { proxyProblems } from '../skew/proxy-problems';
import { versionOfRevision } from '../skew/version-of-revision';
import type { GateResult } from '../verdict';
import { namespaceNames } from '../wave-members';
import { pass, undecided, unreadable } from './gate';

const GATE = 'skew';

/** Passes when the versions that the istiods of both revisions say, and those of the plan's proxies, may run beside each other. */
export function skewGate({ from, to, waves }: FrozenPlan, observation: Observation): GateResult {
  const { istiods } = observation;
  if (!istiods.known) return unreadable(GATE, `istiod of ${from}`, istiods.reason);
  const [one = null, other = null] = [from, to].map((end) => versionOfRevision(end, istiods.value));
  if (one === null || other === null) {
    return pass(GATE, 'not named', 'not every control plane names its version');
  }
  const namespaces = new Set(waves.flatMap(namespaceNames));
  const proxies = proxyProblems(istiods.value, namespaces, one, other);
  const message = jumpProblem(one, other) ?? proxies[0];
  const value = `${one.version} and ${other.version}`;
  if (message === undefined) return pass(GATE, value, `${other.version} may follow ${one.version}`);
  return undecided(GATE, `istiod of ${to}`, value, message);
}
