import { ownCountRule } from './gates/own-count';
import { latencyRule } from './gates/latency';
import { deniedRule, plaintextRule } from './gates/policies';
import { successRule } from './gates/success-rate';
import type { MetricsPlan } from './metrics-spec';
import type { ShareRule } from './share-rule';

/** What is counted and held to a limit: the shares that every mesh has, and the team's own. */
export function shareRules({ counts }: Pick<MetricsPlan, 'counts'>): readonly ShareRule[] {
  return [successRule, latencyRule, plaintextRule, deniedRule, ...counts.map(ownCountRule)];
}
