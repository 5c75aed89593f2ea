import { delay, startTimer } from '../cluster/start-timer';

/** Turns Ctrl-C and SIGTERM into a request to stop at the next safe point. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Waits, or returns at once when asked to stop. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly dispose: () => void;
}

/** Listens until disposed; a second Ctrl-C ends the process the ordinary way. */
export function listenForInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const stop = () => {
    dispose();
    onFirst();
    controller.abort();
  };
  const dispose = () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const { signal } = controller;
  return { signal, sleep: (ms) => delay(startTimer, ms, signal), dispose };
}
