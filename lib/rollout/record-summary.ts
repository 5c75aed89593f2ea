import { namespacesOf } from './wave-members';
import type { RolloutRecord } from './record';
import { statusOf } from './status-of';

/** What a record says, for people who look at where it is stored: a few lines, without anything secret. */
export function recordSummary(record: RolloutRecord): string {
  const { plan, phase, released, attempt } = record;
  const wave = plan.waves[released - 1]?.name ?? 'none';
  return [
    `rollout: ${plan.from} to ${plan.to}, attempt ${attempt}`,
    `phase: ${phase}`,
    `wave: ${wave} (${released} of ${plan.waves.length} released)`,
    `status: ${statusOf(record)}`,
    `namespaces: ${namespacesOf(plan.waves).length}`,
    `plan: ${plan.hash}`,
    '',
  ].join('\n');
}
