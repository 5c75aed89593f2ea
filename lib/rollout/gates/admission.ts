import type { AdmissionFact } from '../admission/admission-fact';
import { known, unknown } from '../fact';
import { CANNOT_BE_READ, type HealthCondition } from '../health/health-condition';
import { injectionWorks } from '../health/injection-works';
import { validationWorks } from '../health/validation-works';
import type { Observation } from '../observation';
import type { GateResult, Verdict } from '../verdict';
import { pass, undecided, unreadable } from './gate';

const GATE = 'admission';

/**
 * Passes when a pod that asks for the revision would be injected by it, and an invalid Istio object of it would be refused, as
 * dry runs through the API server show now: what else refuses them is no fault of the revision, and no proof either.
 */
export function admissionGate(revision: string, { admission, at }: Observation): GateResult {
  const subject = `admission of ${revision}`;
  if (admission === null) {
    const message = `${subject} was not tried yet`;
    return undecided(GATE, subject, 'not tried', message);
  }
  if (!admission.known) return unreadable(GATE, subject, admission.reason);
  const conditions = conditionsOf(revision, admission.value, at);
  const problem =
    conditions.find(({ status }) => status === 'False') ??
    conditions.find(({ status }) => status === 'Unknown');
  if (problem === undefined) return passed(revision, admission.value);
  return { ...found(subject, problem.reason, problem.message), verdict: verdictOf(problem) };
}

function passed(revision: string, { validation }: AdmissionFact): GateResult {
  return validation === null
    ? pass(
        GATE,
        'injects',
        `${revision} injects pods; Istio objects are tried where its istiods are`,
      )
    : pass(GATE, 'injects and validates', `${revision} injects pods and refuses what is invalid`);
}

function conditionsOf(
  revision: string,
  { namespace: meshNamespace, injection, validation }: AdmissionFact,
  at: number,
): readonly HealthCondition[] {
  const injects = injectionWorks(revision, { meshNamespace, injection: known(injection, at) });
  if (validation === null) return [injects];
  return [
    injects,
    validationWorks(revision, {
      meshNamespace,
      validation: known(validation, at),
      // Only the revision's own validator counts here: the default one may be of the old revision.
      webhooks: unknown('not asked', at),
    }),
  ];
}

/** An injector may not have seen a new configuration yet, so nothing fails before its time. */
function verdictOf({ status, reason }: HealthCondition): Verdict {
  if (status === 'False') return 'Inconclusive';
  return reason === CANNOT_BE_READ || reason === 'Forbidden' ? 'Error' : 'Environment';
}

function found(subject: string, value: string, message: string): Omit<GateResult, 'verdict'> {
  return { gate: GATE, namespace: '', subject, value, message };
}
