import { lowerBound } from '../confidence';
import type { MetricsPlan } from '../metrics-spec';
import type { ShareRule } from '../share-rule';

/** From when on a share fires an alert. */
export interface AlertLimit {
  /** From 0 to 1. */
  readonly share: number;
  /** Fewer bad ones within two scrapes fire nothing. */
  readonly fewest: number;
}

/** So many times the limit of the gate: with nine bad ones the gate is sure of it. */
const TIMES = 3;

/** The spans that an alert looks at overlap: what is bad counts in two of them, and other requests perhaps in one. */
const OVERLAP = 2;

const MANY = 100;

/** How sure one span of an alert is. It has to last for many, in which the gate gets surer than that. */
const ALPHA = 0.005;

/**
 * From when on an alert fires, so that the gate has failed by then: at six times what the gate allows a member that was within
 * its limits before, and of so many bad ones that the gate is as sure as it has to be. `null` where all requests
 * together would not be enough, at a limit of about a sixth.
 */
export function alertLimit(rule: ShareRule, limits: MetricsPlan): AlertLimit | null {
  const allowed = allowedBy(rule, limits) + rule.tolerance;
  const share = rounded(OVERLAP * TIMES * allowed);
  if (share >= 1) return null;
  const isFailed = (bad: number) => lowerBound(bad, (OVERLAP * bad) / share, ALPHA) > allowed;
  let fewest = MANY;
  while (isFailed(fewest - 1)) fewest--;
  return { share, fewest };
}

/** What the gate allows, whatever it counts. */
export function allowedBy(rule: ShareRule, limits: MetricsPlan): number {
  return rule.allowed({ limits });
}

/** Without the digits that only binary fractions have. */
function rounded(share: number): number {
  return Number(share.toPrecision(6));
}
