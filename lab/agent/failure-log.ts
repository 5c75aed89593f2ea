import type { Log } from './log';

/** Logs a failure when it begins and whenever its reason changes, not with each of the many attempts that repeat it. */
export class FailureLog {
  readonly #log: Log;
  readonly #reasons = new Map<string, string>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Says that `event` befell `pod` (`<name>.<namespace>`, or another subject). */
  failed(event: string, pod: string, reason: string): void {
    const key = `${event} ${pod}`;
    if (this.#reasons.get(key) === reason) return;
    this.#reasons.set(key, reason);
    this.#log(event, { pod, reason });
  }

  /** The attempt succeeded: the next failure is news again, even with the same reason. */
  worked(event: string, pod: string): void {
    this.#reasons.delete(`${event} ${pod}`);
  }

  /** The pod is gone. */
  forget(pod: string): void {
    for (const key of this.#reasons.keys()) {
      if (key.endsWith(` ${pod}`)) this.#reasons.delete(key);
    }
  }
}
