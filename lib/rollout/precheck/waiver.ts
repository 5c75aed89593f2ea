import { nearestName } from '../../operator/nearest-name';
import type { Check, Finding } from './finding';

/** A finding that somebody answers for, as an environment declares it. */
export interface PrecheckWaiver {
  /** Name of the check, such as `single-replica`. */
  readonly check: string;
  /** What the finding is about, as it is shown: `Deployment edge/ingress`. */
  readonly subject: string;
  /** Why it is no obstacle, for those who read it later. */
  readonly reason: string;
  /** The last day on which it holds, such as `2027-03-31`, in UTC. @default it holds until it is taken out */
  readonly until?: string;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const DAY_MS = 24 * 3_600_000;

/** Everything wrong with waivers as they are written. */
export function waiverProblems(
  waivers: readonly PrecheckWaiver[],
  checks: readonly Pick<Check<never>, 'name' | 'waivable'>[],
): string[] {
  const names = checks.map(({ name }) => name);
  const seen = new Set<string>();
  return waivers.flatMap(({ check, subject, reason, until }, index) => {
    const where = `precheck.waive[${String(index)}]`;
    const found = checks.find(({ name }) => name === check);
    const key = `${check} ${subject}`;
    const isTwice = seen.has(key);
    seen.add(key);
    return [
      ...(found === undefined ? [`${where}.check: ${unknownCheck(check, names)}`] : []),
      ...(found?.waivable === false
        ? [`${where}.check: "${check}" cannot be waived: the rollout itself would not start`]
        : []),
      ...(subject.trim() === '' ? [`${where}.subject: it is empty`] : []),
      ...(reason.trim() === '' ? [`${where}.reason: it is empty`] : []),
      ...(until === undefined || (DAY.test(until) && !Number.isNaN(Date.parse(until)))
        ? []
        : [`${where}.until: found "${until}", must be a day such as 2027-03-31`]),
      ...(isTwice ? [`${where}: ${key} is there twice`] : []),
    ];
  });
}

function unknownCheck(check: string, names: readonly string[]): string {
  const nearest = nearestName(check, names);
  const hint = nearest === null ? `there are: ${names.join(', ')}` : `did you mean ${nearest}?`;
  return `there is no check "${check}"; ${hint}`;
}

/** What answers for a finding: the reason of its waiver, and the day on which that ended where it did; `null` where nothing does. */
export function waivedBy(
  check: string,
  { subject }: Pick<Finding, 'subject'>,
  waivers: readonly PrecheckWaiver[],
  now: number,
): { readonly waiver: PrecheckWaiver; readonly ended: boolean } | null {
  const waiver = waivers.find((one) => one.check === check && one.subject === subject);
  if (waiver === undefined) return null;
  const { until } = waiver;
  return { waiver, ended: until !== undefined && now >= Date.parse(until) + DAY_MS };
}
