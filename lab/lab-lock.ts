import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { withFileLock } from '../lib/file-lock';
import { LabInterrupted } from './lab-error';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs `work` while no other command starts or stops the lab in this folder. A signal only sets the flag that `work` gets:
 * what was started must be recorded and stopped before the process may end.
 * @throws LabInterrupted from the wait, or from `work` where it looks at the flag
 */
export async function withLabLock<T>(
  dir: string,
  say: (line: string) => void,
  work: (interrupted: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const interrupt = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) say('still cleaning up');
    controller.abort(new LabInterrupted(`interrupted by ${name}`));
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  mkdirSync(dirname(dir), { recursive: true });
  try {
    return await withFileLock(`${dir}.lock`, () => work(controller.signal), {
      signal: controller.signal,
      waiting: () => {
        say(`another command starts or stops the lab in ${dir}; it is waited for`);
      },
    });
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}
