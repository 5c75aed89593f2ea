/** Whether something is well, with what to tell. */
export interface Health {
  readonly ok: boolean;
  readonly message: string;
}

/** Where the operator stands, as far as its readiness goes. */
export interface OperatorStanding {
  /** Whether this process leads. */
  readonly leads: boolean;
  /** Whether it knows whether it leads: it has read the Lease at least once. */
  readonly electionSeen: boolean;
  /** Whether all objects were listed since it began to lead. */
  readonly listed: boolean;
  /** Whether the API server answered when it was last asked for the Lease. */
  readonly apiAnswers: boolean;
}

/**
 * Whether the loop turns. One that hangs is only helped by a restart.
 * @param lastTurnAt - when it last turned, in milliseconds
 * @param now - milliseconds of the same clock
 * @param limitMs - how long it may take
 */
export function loopHealth(lastTurnAt: number, now: number, limitMs: number): Health {
  const silentMs = now - lastTurnAt;
  if (silentMs <= limitMs) return { ok: true, message: 'the loop turns' };
  const seconds = Math.round(silentMs / 1000);
  const message = `the loop has not turned for ${seconds} s, and may take ${limitMs / 1000} s`;
  return { ok: false, message };
}

/**
 * Whether it does its work, or stands by to. A standby is ready: else a rolling update of the operator would wait for ever for the
 * new process to become the leader.
 */
export function operatorReadiness(standing: OperatorStanding): Health {
  const { leads, electionSeen, listed, apiAnswers } = standing;
  // A leader leads for as long as its lease lasts, which bridges an answer that is missing.
  if (!leads && !apiAnswers) return { ok: false, message: 'the API server does not answer' };
  if (!electionSeen) return { ok: false, message: 'the Lease was not read yet' };
  if (!leads) return { ok: true, message: 'standing by: another process leads' };
  return listed
    ? { ok: true, message: 'leading' }
    : { ok: false, message: 'leading, but the objects are not listed yet' };
}
