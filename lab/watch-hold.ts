import type { RolloutRecord } from '../lib/rollout/record';

/** Longer than the wave needs until its metrics are asked for, in milliseconds. */
const BEGIN_TIMEOUT_MS = 300_000;

/** Longer than a healthy wave takes to be judged and to soak, in milliseconds. */
const STILL_MS = 25_000;

const POLL_MS = 1_000;

/** Where a rollout stands, as far as it may not move while it is held. */
function position(record: RolloutRecord | null): string {
  return `${record?.phase ?? 'none'} ${String(record?.released ?? 0)}`;
}

/** Whether a wave has done all that it can without metrics: its pods are well, and it does not go on. */
function isWaitingForMetrics(record: RolloutRecord | null): boolean {
  return record?.phase === 'moving' && (record.progress.at(-1)?.healthySince ?? null) !== null;
}

/**
 * Waits until a rollout is held for want of metrics and has stood still for a while.
 * @returns why it was not, empty when it was
 */
export async function watchHold(load: () => Promise<RolloutRecord | null>): Promise<string[]> {
  const deadline = Date.now() + BEGIN_TIMEOUT_MS;
  let since: number | null = null;
  let where = '';
  for (;;) {
    const record = await load();
    const now = position(record);
    if (record?.phase === 'rolling-back') return [`it went back: ${record.failure?.message ?? ''}`];
    if (!isWaitingForMetrics(record)) since = null;
    else if (since === null || now !== where) since = Date.now();
    where = now;
    if (since !== null && Date.now() - since > STILL_MS) return [];
    if (Date.now() > deadline)
      return [`it was not held within ${String(BEGIN_TIMEOUT_MS / 1000)} s`];
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
