import { judgedDeployments } from '../gateway-generation';
import { latencyRule } from '../metrics/gates/latency';
import { successRule } from '../metrics/gates/success-rate';
import { proofOf, shareOf } from '../metrics/judge-share';
import type { ShareRule } from '../metrics/share-rule';
import { waveTraffic, type WaveTraffic } from '../metrics/wave-traffic';
import type { Observation } from '../observation';
import type { FrozenWave, RolloutRecord } from '../record';
import { gatewayKey } from '../wave-members';

/** A share of a member's requests, from 0 to 1, beside what is allowed. */
export interface MemberShare {
  readonly bad: number;
  readonly all: number;
  /** The true share is below it, as surely as it takes to pass. */
  readonly upper: number;
  readonly limit: number;
}

/** What users feel of one member. */
export interface MemberShares {
  /** `null` where this is not judged of it. */
  readonly errors: MemberShare | null;
  readonly slow: MemberShare | null;
  /** Requests that it received, or that a gateway sent on, in the window. */
  readonly requests: number;
}

/** What users feel of each member of a wave, by its key; `null` while nothing is counted. */
export function memberShares(
  record: RolloutRecord,
  wave: FrozenWave,
  observation: Observation,
): ReadonlyMap<string, MemberShares> | null {
  const read = waveTraffic(record, wave, observation);
  if (read.kind !== 'counted') return null;
  const { traffic } = read;
  const errors = worstShares(successRule, wave, traffic);
  const slow = worstShares(latencyRule, wave, traffic);
  const requests = new Map(
    successRule
      .parts(wave, traffic)
      .filter(({ view }) => view === 0)
      .map(({ subject, now }) => [subject, now.all]),
  );
  const members = wave.kind === 'namespace' ? wave.namespaces : judgedDeployments(wave);
  return new Map(
    members.map((member) => {
      const key = 'uid' in member ? member.name : gatewayKey(member);
      const subject = 'uid' in member ? `Namespace ${key}` : `Deployment ${key}`;
      return [
        key,
        {
          errors: errors.get(subject) ?? null,
          slow: slow.get(subject) ?? null,
          requests: requests.get(subject) ?? 0,
        },
      ] as const;
    }),
  );
}

/** The worst of the views in which the requests of a member are seen, by its subject. */
function worstShares(
  rule: ShareRule,
  wave: FrozenWave,
  traffic: WaveTraffic,
): ReadonlyMap<string, MemberShare> {
  const worst = new Map<string, MemberShare>();
  for (const { subject, now, before } of rule.parts(wave, traffic)) {
    const known = worst.get(subject);
    const isWorse =
      known === undefined ||
      shareOf(now) > shareOf(known) ||
      (shareOf(now) === shareOf(known) && now.all > known.all);
    if (!isWorse) continue;
    const allowed = rule.allowed(traffic);
    const { bounds, limit } = proofOf(now, { allowed, tolerance: rule.tolerance, before });
    worst.set(subject, { bad: now.bad, all: now.all, upper: bounds.upper, limit });
  }
  return worst;
}
