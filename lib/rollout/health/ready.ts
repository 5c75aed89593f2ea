import { answersTo, type HealthCondition } from './health-condition';

const { yes, no, unknown } = answersTo('Ready');

/** All conditions in one: it takes the reason of the first that is False, or else of the first that is Unknown. */
export function ready(revision: string, conditions: readonly HealthCondition[]): HealthCondition {
  const bad = conditions.filter(({ status }) => status === 'False');
  const unread = conditions.filter(({ status }) => status === 'Unknown');
  const [firstBad] = bad;
  if (firstBad !== undefined) {
    return no(firstBad.reason, summary(firstBad, bad.length, conditions.length));
  }
  const [firstUnread] = unread;
  if (firstUnread !== undefined) {
    return unknown(firstUnread.reason, summary(firstUnread, unread.length, conditions.length));
  }
  return yes('Healthy', `revision ${revision} is healthy in every respect`);
}

function summary({ type, status, message }: HealthCondition, count: number, all: number): string {
  return `${count} of ${all} conditions ${count === 1 ? 'is' : 'are'} ${status}, first ${type}: ${message}`;
}
