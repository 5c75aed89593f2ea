import { gatewayName } from '../rollout/gateway-api/gateway-name';
import type { RolloutTick } from '../rollout/invariants/history-rule';
import type { FrozenWave, RolloutRecord } from '../rollout/record';
import { gatewayKey, namespaceNames } from '../rollout/wave-members';

/** A decision, and when it was taken: epoch milliseconds of the cluster's clock. */
export interface SeenDecision extends RolloutTick {
  readonly at: number;
}

/** Something that happened, in one line. */
export interface TimelineEntry {
  readonly at: number;
  readonly what: 'phase' | 'wave' | 'well' | 'held' | 'failed';
  readonly text: string;
}

const HELD = /; (?:held|blocked): (.*)$/s;

/** Begins a timeline. What it returns is shown each decision, the oldest first, and tells what a reader wants to know of it: changes. */
export function timeline(): (seen: SeenDecision) => readonly TimelineEntry[] {
  let held = '';
  return ({ at, before, decision }) => {
    const changes = changesOf(before, decision.record).map((entry) => ({ at, ...entry }));
    const reason = HELD.exec(decision.status)?.[1] ?? '';
    const isNew = reason !== '' && withoutNumbers(reason) !== withoutNumbers(held);
    held = reason;
    return isNew ? [...changes, { at, what: 'held', text: reason }] : changes;
  };
}

type Change = Omit<TimelineEntry, 'at'>;

function changesOf(before: RolloutRecord, after: RolloutRecord): Change[] {
  const { plan, released, phase } = after;
  const changes: Change[] = [];
  if (phase === 'rolling-back' && before.phase !== phase) {
    changes.push({ what: 'failed', text: after.failure?.message ?? 'rolling back' });
  } else if (phase !== before.phase && phase !== 'moving') {
    changes.push({ what: 'phase', text: PHASES[phase](after) });
  }
  const wave = plan.waves[released - 1];
  if (phase !== 'moving' || wave === undefined) return changes;
  const title = `wave ${released}/${plan.waves.length} ${wave.name}`;
  if (released > before.released)
    changes.push({ what: 'wave', text: `${title}: ${membersText(wave)}` });
  const isWell = after.passingSince !== null && before.passingSince === null;
  if (isWell && released === before.released)
    changes.push({ what: 'well', text: `${title} is well: soaks for ${wave.soakSeconds} s` });
  return changes;
}

function membersText(wave: FrozenWave): string {
  if (wave.kind === 'gateway-api') return gatewayName(wave.gateway);
  const single = wave.kind === 'namespace' ? wave.workloads?.map(gatewayKey) : undefined;
  return (single ?? namespaceNames(wave)).join(', ');
}

const PHASES: Readonly<Record<RolloutRecord['phase'], (record: RolloutRecord) => string>> = {
  installing: ({ plan }) => `installing ${plan.to}`,
  proving: ({ plan }) => `${plan.to} serves; ${plan.from} has to survive a restart`,
  adopting: ({ plan }) =>
    `${plan.restartFrom ? `${plan.from} survived it` : `${plan.to} serves`}; the labels of the namespaces are taken over`,
  moving: () => 'moving',
  retaining: ({ plan }) =>
    `every wave is on ${plan.to}; ${plan.from} is kept for ${plan.retainSeconds} s`,
  'handing-over': ({ plan }) =>
    `${plan.from} was kept for its time; what leads to it is handed over to ${plan.to}`,
  removing: ({ plan }) => `nothing leads to ${plan.from} any more; it goes when nothing uses it`,
  done: ({ plan }) =>
    `done: ${plan.from} ${plan.removal === 'keep' ? `stays beside ${plan.to}` : 'is removed'}`,
  'rolling-back': ({ plan }) => `rolling back to ${plan.from}`,
  'rolled-back': ({ plan }) => `everything is on ${plan.from} again`,
};

/** A reason that only counts on is no new one. */
function withoutNumbers(text: string): string {
  return text.replace(/\d+/g, '#');
}
