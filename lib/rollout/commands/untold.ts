import type { RolloutRecord } from '../record';

/** What a record says of an attempt that nobody has told anything yet. */
export const UNTOLD = {
  commands: [],
  heeded: 0,
  approvals: [],
  paused: null,
  notified: [],
} as const satisfies Partial<RolloutRecord>;
