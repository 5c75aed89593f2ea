import type { Fact } from '../fact';
import { nameSome } from '../name-some';
import type { HealthFacts, IstiodHealth } from './health-facts';
import {
  answersTo,
  CANNOT_BE_READ,
  type HealthCondition,
  type HealthConditionType,
} from './health-condition';

/** A question that every istiod of a revision has to answer well. */
export interface IstiodQuestion<T> {
  readonly type: HealthConditionType;
  readonly factOf: (istiod: IstiodHealth) => Fact<T>;
  /** What is wrong with an answer, in a few words; `null` when nothing is. */
  readonly problemOf: (answer: T) => string | null;
  readonly good: { readonly reason: string; readonly message: string };
  readonly bad: { readonly reason: string; readonly message: string; readonly nextStep: string };
}

/** The answer of all istiods together: a bad one comes before one that could not be asked. Ending ones are not asked. */
export function askEachIstiod<T>(
  revision: string,
  { istiods, meshNamespace }: HealthFacts,
  question: IstiodQuestion<T>,
): HealthCondition {
  const { yes, no, unknown } = answersTo(question.type);
  if (!istiods.known) return unknown(CANNOT_BE_READ, istiods.reason);
  const asked = istiods.value.filter(({ terminating }) => !terminating);
  if (asked.length === 0) {
    return no('NoPods', `no istiod pod of revision ${revision} is in namespace ${meshNamespace}`);
  }
  const answers = asked.map((istiod) => ({ pod: istiod.pod, fact: question.factOf(istiod) }));
  const problems = answers.flatMap(({ pod, fact }) => {
    const problem = fact.known ? question.problemOf(fact.value) : null;
    return problem === null ? [] : [`${pod} (${problem})`];
  });
  if (problems.length > 0) {
    const { reason, message, nextStep } = question.bad;
    return no(reason, `${message}: ${nameSome(problems.sort())}; ${nextStep}`);
  }
  const silent = answers.flatMap(({ fact }) => (fact.known ? [] : [fact.reason])).sort();
  return silent.length > 0
    ? unknown('CannotBeAsked', nameSome(silent))
    : yes(question.good.reason, question.good.message);
}
