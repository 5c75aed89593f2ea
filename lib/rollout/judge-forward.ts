import type { PhaseInput } from './decide';
import { HEALTH_GATES, judgementOf, resultsOf, type Judged, type Judgement } from './judge-waves';
import { asApproved } from './commands/approval-of';
import { isCertified } from './control-plane/certificates';
import { controlPlaneGates } from './control-plane/control-plane-gates';
import { istiodBaseline } from './control-plane/istiod-growth';
import { addressGate } from './gates/address';
import { crossingGate } from './fleet/crossing-gate';
import { awaitsCoverage } from './fleet/peer-rollout';
import { capacityGate } from './gates/capacity';
import { metricGates } from './metrics/metric-gates';
import { minuteMs } from './metrics/wave-windows';
import type { Observation } from './observation';
import type { RolloutRecord } from './record';
import { updateRecord } from './update-record';
import { movedWaves } from './wave-members';

/** A judgement, and what of it has to be remembered. */
export interface ForwardJudgement {
  readonly judgement: Judgement;
  readonly record: RolloutRecord;
}

/**
 * Judges every moved wave on its way forward: first whether it is well, then what its users feel.
 */
export function judgeForward({ record, observation, now }: PhaseInput): ForwardJudgement {
  const waves = movedWaves(record);
  const begun = withBaseline(record, observation);
  const hasGateways = record.plan.waves.some(({ kind }) => kind !== 'namespace');
  const gates = [
    ...HEALTH_GATES,
    ...(hasGateways ? [addressGate] : []),
    capacityGate(begun),
    ...controlPlaneGates(begun),
  ];
  const answered = (results: readonly Judged[]) =>
    results.map((one) => ({ ...one, result: asApproved(record, one.wave, one.result) }));
  const health = resultsOf(gates, waves, observation, record.plan.to).map(answered);
  const known = withHealth(begun, health.flat(), now);
  const used = waves.filter((wave) => wave.kind !== 'gateway' || wave.share > 0);
  const felt = [...metricGates(known), ...(isEntered(record) ? [crossingGate(known)] : [])];
  const metrics = resultsOf(felt, used, observation, record.plan.to).map(answered);
  const at = observation.metrics?.known === true ? observation.metrics.value.at : now;
  return {
    judgement: judgementOf([...health, ...metrics]),
    record: withRecount(known, metrics.flat(), at),
  };
}

/** Whether other clusters come in by gateways of the rollout. */
function isEntered({ plan }: RolloutRecord): boolean {
  return plan.clusters !== undefined && plan.waves.some(awaitsCoverage);
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

/** What cold caches or an outage elsewhere spoiled proves nothing: the wave that moves is counted anew. */
function withRecount(record: RolloutRecord, metrics: readonly Judged[], at: number): RolloutRecord {
  const { phase, released, plan } = record;
  const name = plan.waves[released - 1]?.name;
  const isSpoiled = metrics.some(({ wave, result }) => wave === name && result.recount === true);
  if (phase !== 'moving' || plan.metrics === null || !isSpoiled) return record;
  const minute = minuteMs(plan.metrics);
  const countedFrom = Math.floor(at / minute) * minute;
  const progress = record.progress.map((one, index) =>
    index === released - 1 ? { ...one, countedFrom } : one,
  );
  return updateRecord(record, { progress });
}
