import { messageOf, statusOf } from '../../cluster/api-error';
import { LeaseConflictError, type LeaseLock } from '../../cluster/lease-lock';
import { delay, type StartTimer } from '../../cluster/start-timer';
import {
  decideLeader,
  LEASE_TIMING,
  observeLease,
  releasedRecord,
  type LeaderDecision,
  type LeaseTiming,
  type ObservedLease,
} from './leader-decision';
import { LeaderTerm, type WorkError } from './leader-term';

/** What leading needs of the world. */
export interface LeadOptions {
  readonly lock: LeaseLock;
  /** Unlike that of any other process, and of any earlier start of this one. */
  readonly identity: string;
  /** {@link LEASE_TIMING} unless given. */
  readonly timing?: LeaseTiming;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** What is written down for readers of the Lease. */
  readonly wallTime: () => Date;
  readonly startTimer: StartTimer;
  /** Asks for a graceful stop: the work's signal is aborted, and once it has ended the lease is given back. */
  readonly signal: AbortSignal;
  /**
   * The work of a leader. Its signal is aborted when the lease is lost, and when a stop is asked for.
   * @param mayAct - whether the lease still holds by the clock: to be asked before every write, since a process that was
   * suspended learns of the time before its timers do
   */
  readonly onLead: (signal: AbortSignal, mayAct: () => boolean) => Promise<void>;
  /** Told as soon as it is known, and whenever it changes. */
  readonly leading: (leads: boolean) => void;
  /** Whether the API server answers, after each attempt to read or write the Lease. */
  readonly api: (up: boolean) => void;
  /** @param problem - why something is not as it should be */
  readonly note: (message: string, problem?: string) => void;
}

/**
 * Does the work of a leader whenever this process leads; stands by while another one does. Resolves when a stop is asked for or
 * the work ends by itself; rejects with what the work threw while it led.
 *
 * The work's signal is aborted `renewDeadlineMs` after the last renewal was *sent*; another process begins at the soonest
 * `durationMs` after it *saw* that renewal. The difference, 5 s unless configured, is what clocks that run at different speeds and
 * work that does not stop at once may use up. Work that has not ended keeps this process from leading again, and while a stop
 * is under way the lease is still renewed until it has.
 */
export async function lead(options: LeadOptions): Promise<void> {
  const election = new Election(options);
  for (;;) {
    const since = await election.acquire();
    if (since === null || (await election.serve(since)) === 'ended') return;
  }
}

/** Lets an attempt that took too long know that nobody waits for it any more. */
interface Attempt {
  readonly isOver: () => boolean;
}

class Election {
  readonly #options: LeadOptions;
  readonly #timing: LeaseTiming;
  #observed: ObservedLease | null = null;
  #told = '';
  #leads: boolean | null = null;

  constructor(options: LeadOptions) {
    this.#options = options;
    this.#timing = options.timing ?? LEASE_TIMING;
  }

  /** @returns when the write that made us the holder was sent; `null` when a stop is asked for before */
  async acquire(): Promise<number | null> {
    const { signal, startTimer } = this.#options;
    while (!signal.aborted) {
      const since = await this.#attempt((attempt) => this.#tryToHold(attempt));
      if (typeof since === 'number') return since;
      if (since !== null) this.#setLeading(false);
      await delay(startTimer, this.#timing.retryMs, signal);
    }
    return null;
  }

  /** Works while the lease holds. */
  async serve(since: number): Promise<'ended' | 'lost'> {
    const { signal, startTimer } = this.#options;
    const term = this.#term(since);
    this.#setLeading(true);
    const work = term.run();
    while (!term.isOver()) {
      await delay(startTimer, this.#timing.retryMs, term.over);
      if (!term.isOver()) await this.#renew(term);
    }
    const failure = await work;
    term.end();
    if (!term.isLost) {
      this.#setLeading(false);
      await this.#release();
    }
    this.#judge(failure, term.isLost || signal.aborted);
    return term.isLost ? 'lost' : 'ended';
  }

  #term(since: number): LeaderTerm {
    const { note } = this.#options;
    const { renewDeadlineMs } = this.#timing;
    const lost = (reason: string) => {
      this.#setLeading(false);
      note('the lease was lost', reason);
    };
    return new LeaderTerm({ ...this.#options, renewDeadlineMs, lost }, since);
  }

  #setLeading(leads: boolean): void {
    if (leads !== this.#leads) this.#options.leading(leads);
    this.#leads = leads;
  }

  /** Work that was told to stop may say so by throwing. */
  #judge(failure: WorkError | null, wasStopped: boolean): void {
    if (failure === null) return;
    if (!wasStopped) throw failure.error;
    this.#options.note('the work stopped', messageOf(failure.error));
  }

  async #renew(term: LeaderTerm): Promise<void> {
    const renewed = await this.#attempt((attempt) => this.#tryToHold(attempt, this.#observed));
    if (typeof renewed === 'number') term.renewedAt(renewed);
    else if (renewed !== null) term.lose(renewed.reason);
  }

  /**
   * Reads the Lease unless it was just `seen`, and writes it where that is due.
   * @returns when the write was sent, or why there was none
   */
  async #tryToHold(
    attempt: Attempt,
    seen: ObservedLease | null = null,
  ): Promise<number | Extract<LeaderDecision, { type: 'wait' }> | null> {
    const { lock, identity, now, wallTime } = this.#options;
    const observed = seen ?? (await this.#observe(attempt));
    if (attempt.isOver()) return null;
    const decision = decideLeader(observed, { identity, timing: this.#timing }, now(), wallTime());
    if (observed.stored?.record.holder !== identity) this.#tell(decision.reason);
    if (decision.type === 'wait') return decision;
    const sent = now();
    try {
      const stored = await lock.write(decision.record, observed.stored);
      if (!attempt.isOver()) this.#observed = { stored, at: now() };
      this.#told = '';
      return sent;
    } catch (error) {
      if (!(error instanceof LeaseConflictError) || attempt.isOver()) throw error;
      // Who holds it is decided by what is stored; only a holder looks at once, a candidate has time.
      return seen === null ? null : await this.#tryToHold(attempt);
    }
  }

  async #observe(attempt: Attempt): Promise<ObservedLease> {
    const stored = await this.#options.lock.read();
    const observed = observeLease(this.#observed, stored, this.#options.now());
    if (!attempt.isOver()) this.#observed = observed;
    return observed;
  }

  /** One attempt may take half of the deadline, so that one request that hangs does not cost the lease. */
  async #attempt<R>(run: (attempt: Attempt) => Promise<R>): Promise<R | null> {
    let isOver = false;
    const attempt: Attempt = { isOver: () => isOver };
    const { startTimer } = this.#options;
    const limitMs = this.#timing.renewDeadlineMs / 2;
    let cancel: () => void = () => undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      cancel = startTimer(limitMs, () => {
        reject(new Error(`the API server did not answer within ${limitMs / 1000} s`));
      });
    });
    try {
      const result = await Promise.race([run(attempt), tooLate]);
      this.#options.api(true);
      return result;
    } catch (error) {
      const answered = isAnswer(error);
      this.#options.api(answered);
      this.#tell('the lease could not be read or written', { reason: messageOf(error), answered });
      return null;
    } finally {
      isOver = true;
      cancel();
    }
  }

  async #release(): Promise<void> {
    const { lock, identity, wallTime, note } = this.#options;
    const stored = this.#observed?.stored ?? null;
    if (stored?.record.holder !== identity) return;
    const released = releasedRecord(stored.record, wallTime());
    const given = await this.#attempt(() => lock.write(released, stored));
    if (given !== null) note('the lease was given back');
  }

  /** What stays as it is, is said once. */
  #tell(message: string, problem?: { readonly reason: string; readonly answered: boolean }): void {
    // A connection that breaks does so in other words each time, and says the same.
    const told = `${message}: ${problem?.answered === true ? problem.reason : ''}`;
    if (told !== this.#told) this.#options.note(message, problem?.reason);
    this.#told = told;
  }
}

/** A refusal is one, too. */
function isAnswer(error: unknown): boolean {
  const status = statusOf(error);
  return error instanceof LeaseConflictError || (status !== null && status < 500);
}
