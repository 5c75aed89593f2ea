import type { RolloutRecord } from './record';

/**
 * A record after time in which nobody drove the rollout: it proves nothing and must not fail a wave, so deadline, soak and
 * scans start anew.
 * @param now - epoch milliseconds
 */
export function begunAnew(record: RolloutRecord, now: number): RolloutRecord {
  return {
    ...record,
    since: now,
    passingSince: null,
    waveringSince: null,
    soakRestarts: 0,
    restarts: {},
    restarting: Object.fromEntries(Object.keys(record.restarting).map((key) => [key, now])),
    cleanScans: [],
  };
}
