/** The longest wait that a timer of Node can hold, in milliseconds; a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Calls `done` once after `ms` milliseconds; what it returns calls that off. */
export type StartTimer = (ms: number, done: () => void) => () => void;

/** The timer of this process. A wait of more than 24.8 days ends after 24.8 days. */
export const startTimer: StartTimer = (ms, done) => {
  const timer = setTimeout(done, Math.min(ms, LONGEST_MS));
  return () => {
    clearTimeout(timer);
  };
};

/** Waits `ms` milliseconds, or until the signal is aborted. */
export function delay(start: StartTimer, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      signal.removeEventListener('abort', end);
      cancel();
      resolve();
    };
    const cancel = start(ms, end);
    signal.addEventListener('abort', end);
  });
}
