import { isPatch } from '../../rollout/patch/version-of';
import type { RolloutRecord } from '../../rollout/record';

/** Where a rollout stands, without what changes with the time: equal positions are equal bytes in Git. */
export function rolloutPlace(record: RolloutRecord): string {
  const { plan, phase, released } = record;
  const { from, to, waves } = plan;
  switch (phase) {
    case 'installing':
    case 'proving':
    case 'adopting':
      return isPatch(plan) ? `${to} serves` : `${to} beside ${from}`;
    case 'moving': {
      const wave = waves[released - 1];
      return wave === undefined
        ? `labels of ${from} taken over`
        : `wave ${String(released)}/${String(waves.length)} ${wave.name} on ${to}`;
    }
    case 'retaining':
      return `all waves on ${to}`;
    case 'handing-over':
      return `handing over to ${to}`;
    case 'removing':
    case 'done':
      return record.retired.includes(from) ? `${from} removed` : `all waves on ${to}`;
    case 'rolling-back':
    case 'rolled-back':
      return `back on ${from}`;
  }
}
