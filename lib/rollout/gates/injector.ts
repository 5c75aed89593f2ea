import type { Observation } from '../observation';
import type { GateResult } from '../verdict';
import { pass, undecided, unreadable } from './gate';

const GATE = 'injector';

/** Passes when the revision's own injector exists and trusts its istiod: without a CA bundle no pod can be created. */
export function injectorGate(revision: string, observation: Observation): GateResult {
  const { injectors } = observation;
  const subject = `injector of ${revision}`;
  if (!injectors.known) return unreadable(GATE, subject, injectors.reason);
  const own = injectors.value.find(
    (injector) => injector.revision === revision && injector.tag === null,
  );
  if (own?.caBundle === true) return pass(GATE, own.name, `${subject} is in place`);
  const value = own === undefined ? 'absent' : 'no CA bundle';
  return undecided(GATE, subject, value, `${subject}: ${value}`);
}
