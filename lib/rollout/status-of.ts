import { clockTime } from './clock-time';
import { isPatch } from './patch/version-of';
import type { FrozenWave, GatewayWave, RolloutRecord } from './record';
import { namespacesOf, tagOf, tagsOf } from './wave-members';

/**
 * One line about where a rollout stands, such as `wave 2/4 canary: soaking until 14:05:10`.
 * @param now - epoch milliseconds; a soak that has ended by then is told as one that has. @default the record alone says it
 */
export function statusOf(record: RolloutRecord, now: number | null = null): string {
  const { from, to, waves } = record.plan;
  switch (record.phase) {
    case 'installing':
      return `installing ${to}`;
    case 'proving':
      return `proving that ${from} survives a restart`;
    case 'adopting':
      if (isPatch(record.plan)) return `${to} serves: no label has to change`;
      return `adopting ${namespacesOf(waves).length} namespaces on ${tagsOf(waves).length > 0 ? 'tags of ' : ''}${from}`;
    case 'moving':
      return movingStatus(record, now);
    case 'rolling-back':
      if (record.handed !== null) return `rolling back: ${handedText(record)} returns to ${from}`;
      return `rolling back to ${from}${keptText(record)}`;
    case 'rolled-back':
      return `rolled back to ${from}${keptText(record)}`;
    case 'retaining':
      return retainingStatus(record);
    case 'handing-over':
      if (isPatch(record.plan)) return `all waves on ${to}`;
      return `all waves on ${to}: ${handedText(record)} is handed over to it`;
    case 'removing':
      return record.retired.includes(from)
        ? `removing ${from}`
        : `all waves on ${to}: checking that nothing uses ${from}`;
    case 'done':
      if (isPatch(record.plan)) return `done: ${to} runs the mesh`;
      return record.plan.removal === 'keep'
        ? `done: ${to} runs the mesh, ${from} is kept beside it`
        : `done: ${to} runs the mesh, ${from} is removed`;
  }
}

/** What is being handed over, or back. */
function handedText({ handed }: RolloutRecord): string {
  return handed?.at(-1) ?? 'the default revision';
}

/** Which waves do not go back. */
function hasLaterStep(
  { stepOf }: Pick<GatewayWave, 'stepOf'>,
  later: readonly FrozenWave[],
): boolean {
  return later.some((one) => one.kind === 'gateway' && one.stepOf === stepOf);
}

function keptText({ plan, kept }: RolloutRecord): string {
  const waves = plan.waves.slice(0, kept);
  // Of the steps of a gateway the last says how far it came.
  const names = waves
    .filter((wave, index) => wave.kind !== 'gateway' || !hasLaterStep(wave, waves.slice(index + 1)))
    .map(({ name }) => name);
  return names.length === 0 ? '' : `, but ${names.join(', ')} on ${plan.to}`;
}

/** Until when `from` stays, if every gate goes on passing with somebody looking. */
function retainingStatus({ plan, passingSince, waveringSince, retainedMs }: RolloutRecord): string {
  const kept = `all waves on ${plan.to}: ${isPatch(plan) ? 'the way back stays open' : `${plan.from} is kept`}`;
  if (passingSince === null || waveringSince !== null) return `${kept}; the window pauses`;
  const until = new Date(passingSince + plan.retainSeconds * 1000 - retainedMs).toISOString();
  return `${kept} until ${until.slice(0, 10)} ${until.slice(11, 19)}`;
}

function movingStatus(record: RolloutRecord, now: number | null): string {
  const wave = record.plan.waves[record.released - 1];
  if (wave === undefined && isPatch(record.plan)) return `${record.plan.to} serves`;
  if (wave === undefined) return `taking over the labels of namespaces on ${record.plan.from}`;
  const tag = tagOf(wave);
  const moving = tag === null || record.settled ? 'moving' : `moving tag ${tag}`;
  const doing =
    record.passingSince === null
      ? moving
      : soakText(record.passingSince + wave.soakSeconds * 1000, now);
  return `wave ${record.released}/${record.plan.waves.length} ${wave.name}: ${doing}`;
}

/** What comes after its end, such as an approval, may take days. */
function soakText(until: number, now: number | null): string {
  if (now === null || now < until) return `soaking until ${clockTime(until, now ?? until)}`;
  return `soaked until ${clockTime(until, now)}`;
}
