import type { StartTimer } from '../../lib/cluster/start-timer';

interface Due {
  readonly at: number;
  readonly order: number;
  readonly done: () => void;
}

/** Time that passes only when a test says so: whatever is due happens in order, at its time, and settles before the next. */
export class VirtualTime {
  now = 0;
  readonly #due = new Set<Due>();
  #order = 0;

  /** How many waits are under way. */
  get waiting(): number {
    return this.#due.size;
  }

  readonly startTimer: StartTimer = (ms, done) => {
    this.#order += 1;
    const due: Due = { at: this.now + Math.max(0, ms), order: this.#order, done };
    this.#due.add(due);
    return () => {
      this.#due.delete(due);
    };
  };

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await settled();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#due.delete(next);
      this.now = next.at;
      next.done();
      await settled();
    }
    this.now = end;
  }

  #next(end: number): Due | undefined {
    let first: Due | undefined;
    for (const due of this.#due) {
      if (due.at > end) continue;
      if (first === undefined || due.at < first.at) first = due;
      else if (due.at === first.at && due.order < first.order) first = due;
    }
    return first;
  }
}

/** Resolves when everything that could go on without time passing has. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
