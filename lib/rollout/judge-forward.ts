import type { PhaseInput } from './decide';
import { HEALTH_GATES, judgementOf, resultsOf, type Judged, type Judgement } from './judge-waves';
import { asApproved } from './commands/approval-of';
import { isCertified } from './control-plane/certificates';
import { controlPlaneGates } from './control-plane/control-plane-gates';
import { istiodBaseline } from './control-plane/istiod-growth';
import { metricGates } from './metrics/metric-gates';
import type { Observation } from './observation';
import type { RolloutRecord, Suspect } from './record';
import { updateRecord } from './update-record';
import { movedWaves } from './wave-members';

/** A judgement, and what of it has to be remembered. */
export interface ForwardJudgement {
  readonly judgement: Judgement;
  readonly record: RolloutRecord;
}

/**
 * Judges every moved wave on its way forward: first whether it is well, then what its users feel. A breach that chance could
 * make in one look counts when the next look sees it too.
 */
export function judgeForward({ record, observation, now }: PhaseInput): ForwardJudgement {
  const waves = movedWaves(record);
  const begun = withBaseline(record, observation);
  const gates = [...HEALTH_GATES, ...controlPlaneGates(begun)];
  const answered = (results: readonly Judged[]) =>
    results.map((one) => ({ ...one, result: asApproved(record, one.wave, one.result) }));
  const health = resultsOf(gates, waves, observation, record.plan.to).map(answered);
  const known = withHealth(begun, health.flat(), now);
  const metrics = resultsOf(metricGates(known), waves, observation, record.plan.to).map(answered);
  const at = observation.metrics?.known === true ? observation.metrics.value.at : now;
  const confirmed = metrics.map((results) => results.map((one) => confirm(one, known, at)));
  const suspects = suspectsOf(metrics.flat(), known, at);
  return {
    judgement: judgementOf([...health, ...confirmed]),
    record: updateRecord(known, { suspects }),
  };
}

/** What the new revision's istiods have counted before a wave, and that they signed for all of it since. */
function withBaseline(record: RolloutRecord, observation: Observation): RolloutRecord {
  const progress = record.progress.map((one, index) => {
    const istiods = one.istiods ?? istiodBaseline(observation, record.plan.to);
    const certified = one.certified || isCertified(record, index, observation);
    return istiods === one.istiods && certified === one.certified
      ? one
      : { ...one, istiods, certified };
  });
  return updateRecord(record, { progress });
}

/** Notes since when the wave that moves has been well: what users feel before that is the restart. */
function withHealth(record: RolloutRecord, health: readonly Judged[], now: number): RolloutRecord {
  if (record.phase !== 'moving') return record;
  const index = record.released - 1;
  const name = record.plan.waves[index]?.name;
  const isWell = health.every(({ wave, result }) => wave !== name || result.verdict === 'Pass');
  const progress = record.progress.map((one, place) =>
    place === index ? { ...one, healthySince: isWell ? (one.healthySince ?? now) : null } : one,
  );
  return updateRecord(record, { progress });
}

function confirm(judged: Judged, record: RolloutRecord, at: number): Judged {
  const { result } = judged;
  if (result.verdict !== 'Fail' || result.confirm !== true) return judged;
  const suspect = suspectOf(judged, record);
  const betweenMs = (record.plan.metrics?.scrapeSeconds ?? 0) * 1000;
  if (suspect !== undefined && at - suspect.since >= betweenMs) return judged;
  const message = `${result.message}; the next look decides`;
  return { ...judged, result: { ...result, verdict: 'Inconclusive', message, patient: true } };
}

function suspectsOf(results: readonly Judged[], record: RolloutRecord, at: number): Suspect[] {
  return results
    .filter(({ result }) => result.verdict === 'Fail' && result.confirm === true)
    .map((judged) => {
      const { gate, subject } = judged.result;
      return suspectOf(judged, record) ?? { gate, wave: judged.wave, subject, since: at };
    });
}

function suspectOf({ wave, result }: Judged, { suspects }: RolloutRecord): Suspect | undefined {
  return suspects.find(
    (one) => one.gate === result.gate && one.wave === wave && one.subject === result.subject,
  );
}
