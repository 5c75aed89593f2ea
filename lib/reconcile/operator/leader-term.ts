import type { StartTimer } from '../../cluster/start-timer';

/** What the work of a leader needs of the world. */
export interface TermOptions {
  readonly onLead: (signal: AbortSignal, mayAct: () => boolean) => Promise<void>;
  readonly now: () => number;
  readonly startTimer: StartTimer;
  /** Aborted when a stop is asked for. */
  readonly signal: AbortSignal;
  /** How long a renewal lasts, in milliseconds. */
  readonly renewDeadlineMs: number;
  /** Told once, when the lease is lost. */
  readonly lost: (reason: string) => void;
}

/** What the work threw. */
export interface WorkError {
  readonly error: unknown;
}

/** One time of leading: the work, and the deadline that every renewal puts off. */
export class LeaderTerm {
  readonly #options: TermOptions;
  readonly #work = new AbortController();
  readonly #over = new AbortController();
  #renewed: number;
  #cancelDeadline: () => void = () => undefined;
  #isLost = false;

  /** @param renewed - when the write that made us the holder was sent */
  constructor(options: TermOptions, renewed: number) {
    this.#options = options;
    this.#renewed = renewed;
  }

  /** Aborted once it is over. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** Whether the work has ended or the lease is lost. */
  isOver(): boolean {
    return this.#over.signal.aborted;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Whether the lease holds by the clock. */
  readonly mayAct = (): boolean =>
    !this.#isLost && this.#options.now() - this.#renewed < this.#options.renewDeadlineMs;

  /** Does the work to its end, also after the lease was lost. */
  async run(): Promise<WorkError | null> {
    const { signal, onLead } = this.#options;
    const stop = () => {
      this.#work.abort();
    };
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    this.renewedAt(this.#renewed);
    if (!this.mayAct()) this.lose('it was granted too late');
    try {
      if (!this.#work.signal.aborted) await onLead(this.#work.signal, this.mayAct);
      return null;
    } catch (error) {
      return { error };
    } finally {
      signal.removeEventListener('abort', stop);
      this.#over.abort();
    }
  }

  /** Puts the deadline off. @param sent - when the renewal was sent */
  renewedAt(sent: number): void {
    if (this.#isLost) return;
    const { now, startTimer, renewDeadlineMs } = this.#options;
    this.#renewed = sent;
    this.#cancelDeadline();
    this.#cancelDeadline = startTimer(sent + renewDeadlineMs - now(), () => {
      this.lose(`it was not renewed for ${renewDeadlineMs / 1000} s`);
    });
  }

  /** Stops the work: somebody else leads, or may soon. */
  lose(reason: string): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#cancelDeadline();
    this.#work.abort();
    this.#over.abort();
    this.#options.lost(reason);
  }

  /** Calls the deadline off. */
  end(): void {
    this.#cancelDeadline();
  }
}
