import { instant } from '../report/instant';
import { CHECKS } from './checks';
import type { Finding, Severity } from './finding';
import type { PrecheckInput } from './precheck-input';
import { waivedBy, type PrecheckWaiver } from './waiver';

/** What a check came to. */
export interface CheckReport {
  readonly check: string;
  readonly about: string;
  /** `unknown` where it could not look, which is never good. */
  readonly state: 'passed' | 'found' | 'unknown';
  /** Why it could not look; `null` where it did. */
  readonly reason: string | null;
}

/** A finding with what became of it. */
export interface ReportedFinding extends Finding {
  readonly check: string;
  /** Why somebody answers for it; `null` where nobody does. */
  readonly waived: string | null;
  /** The day on which its waiver ended; `null` where there is none, or it holds. */
  readonly waiverEnded: string | null;
}

/** Whether a rollout should begin, and everything that was looked at for it. */
export interface PrecheckReport {
  readonly environment: string;
  /** The cluster, of a fleet. */
  readonly cluster: string | null;
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly from: string;
  readonly to: string;
  /**
   * `blocked` where an error is not waived, or a waiver is about nothing that there is in a mesh of one cluster; else `unknown` where a
   * check could not look; else `ready`.
   */
  readonly verdict: 'ready' | 'blocked' | 'unknown';
  /** Findings that are not waived, by their weight. */
  readonly counts: Readonly<Record<Severity | 'waived' | 'unknown', number>>;
  readonly findings: readonly ReportedFinding[];
  readonly checks: readonly CheckReport[];
  /** Waivers for which there was nothing, as `<check> <subject>`. */
  readonly unusedWaivers: readonly string[];
}

const WEIGHTS: readonly Severity[] = ['error', 'warning', 'info'];

/** Looks at everything before a rollout begins. */
export function precheck(
  input: PrecheckInput,
  place: Pick<PrecheckReport, 'environment' | 'cluster'>,
  waivers: readonly PrecheckWaiver[],
): PrecheckReport {
  const outcomes = CHECKS.map((check) => ({ check, outcome: check.run(input) }));
  const findings = outcomes
    .flatMap(({ check, outcome }) =>
      outcome.known
        ? outcome.findings.map((one) => reported(check.name, one, waivers, input.now))
        : [],
    )
    .sort((a, b) => WEIGHTS.indexOf(a.severity) - WEIGHTS.indexOf(b.severity));
  const open = findings.filter(({ waived }) => waived === null);
  const unknown = outcomes.filter(({ outcome }) => !outcome.known).length;
  const count = (severity: Severity) => open.filter((one) => one.severity === severity).length;
  const used = new Set(findings.map(({ check, subject }) => `${check} ${subject}`));
  const unusedWaivers = waivers
    .map(({ check, subject }) => `${check} ${subject}`)
    .filter((key) => !used.has(key));
  // In a fleet a waiver may be about another cluster.
  const isStray = place.cluster === null && unusedWaivers.length > 0;
  const verdictOf = () => {
    if (count('error') > 0 || isStray) return 'blocked';
    return unknown > 0 ? 'unknown' : 'ready';
  };
  return {
    ...place,
    at: instant(input.now),
    from: input.spec.from,
    to: input.spec.to,
    verdict: verdictOf(),
    counts: {
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      waived: findings.length - open.length,
      unknown,
    },
    findings,
    checks: outcomes.map(({ check, outcome }) => ({
      check: check.name,
      about: check.about,
      state: stateOf(outcome),
      reason: outcome.known ? null : outcome.reason,
    })),
    unusedWaivers,
  };
}

function stateOf(outcome: ReturnType<(typeof CHECKS)[number]['run']>): CheckReport['state'] {
  if (!outcome.known) return 'unknown';
  return outcome.findings.length === 0 ? 'passed' : 'found';
}

function reported(
  check: string,
  finding: Finding,
  waivers: readonly PrecheckWaiver[],
  now: number,
): ReportedFinding {
  const found = waivedBy(check, finding, waivers, now);
  return {
    ...finding,
    check,
    waived: found === null || found.ended ? null : found.waiver.reason,
    waiverEnded: found?.ended === true ? (found.waiver.until ?? null) : null,
  };
}
