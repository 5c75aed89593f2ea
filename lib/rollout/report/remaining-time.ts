import type { Phase } from '../phase';
import type { RolloutRecord } from '../record';
import { moveSeconds } from './measured-waves';

/** How long it takes until something is reached, if nothing is held up: from the best to the worst, in seconds. */
export interface RemainingTime {
  readonly until: 'every wave is proved' | 'the rollout is over' | 'everything is back';
  readonly earliest: number;
  readonly latest: number;
}

interface Range {
  readonly earliest: number;
  readonly latest: number;
}

/**
 * What is left of a rollout. At best a wave takes as long as the fastest before it, and its soak; at worst its whole deadline.
 * What a person is waited for is not in it.
 * @param now - epoch milliseconds
 */
export function remainingTime(record: RolloutRecord, now: number): readonly RemainingTime[] {
  const { phase, plan } = record;
  if (phase === 'done' || phase === 'rolled-back') return [];
  if (phase === 'rolling-back') {
    return [{ until: 'everything is back', ...untilDeadline(record, now) }];
  }
  if (phase === 'retaining') {
    return [{ until: OVER, ...sum([kept(record, now), removal(record)]) }];
  }
  if (phase !== 'moving' && record.released === plan.waves.length) {
    return [{ until: OVER, ...untilDeadline(record, now) }];
  }
  const next = plan.waves.slice(record.released).map(waveOf(record));
  const waves = sum([currentStep(record, now), ...next]);
  return [
    { until: 'every wave is proved', ...waves },
    { until: OVER, ...sum([waves, exactly(plan.retainSeconds), removal(record)]) },
  ];
}

const OVER = 'the rollout is over';

/** What comes before the first wave, in this order; each step has a deadline of its own. */
const PREPARING: readonly Phase[] = ['installing', 'proving', 'adopting'];

function currentStep(record: RolloutRecord, now: number): Range {
  const { phase, plan, released, passingSince } = record;
  const later = PREPARING.slice(PREPARING.indexOf(phase) + 1).filter(
    (one) => one !== 'proving' || plan.restartFrom,
  );
  if (PREPARING.includes(phase)) {
    const latest = plan.deadlineSeconds * later.length;
    return sum([untilDeadline(record, now), { earliest: 0, latest }]);
  }
  const soak = plan.waves[released - 1]?.soakSeconds ?? 0;
  if (passingSince === null) return sum([untilDeadline(record, now), exactly(soak)]);
  return exactly(soak - (now - passingSince) / 1000);
}

function waveOf(record: RolloutRecord): (wave: { readonly soakSeconds: number }) => Range {
  const measured = moveSeconds(record);
  const fastest = measured.length === 0 ? 0 : Math.min(...measured);
  return ({ soakSeconds }) => ({
    earliest: fastest + soakSeconds,
    latest: Math.max(fastest, record.plan.deadlineSeconds) + soakSeconds,
  });
}

function kept({ plan, passingSince, retainedMs }: RolloutRecord, now: number): Range {
  const passed = passingSince === null ? 0 : now - passingSince;
  return exactly(plan.retainSeconds - (retainedMs + passed) / 1000);
}

function removal({ plan }: RolloutRecord): Range {
  return { earliest: 0, latest: plan.deadlineSeconds };
}

function untilDeadline({ plan, since }: RolloutRecord, now: number): Range {
  return { earliest: 0, latest: Math.max(0, plan.deadlineSeconds - (now - since) / 1000) };
}

function exactly(seconds: number): Range {
  const left = Math.max(0, seconds);
  return { earliest: left, latest: left };
}

function sum(ranges: readonly Range[]): Range {
  return {
    earliest: Math.round(ranges.reduce((total, { earliest }) => total + earliest, 0)),
    latest: Math.round(ranges.reduce((total, { latest }) => total + latest, 0)),
  };
}
