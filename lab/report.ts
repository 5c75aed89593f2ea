import { LabInterrupted } from './lab-error';

/** Every command of the lab takes it. */
export interface Json {
  readonly json?: true;
}

/** What shells expect of a command that a signal ended. */
const INTERRUPTED = 130;

export const say = (line: string) => process.stderr.write(`${line}\n`);
export const print = (text: string) => process.stdout.write(`${text}\n`);

/** What a command found or did, for people or for programs. */
export function report({ json }: Json, data: object, text: string): void {
  print(json === true ? JSON.stringify(data) : text);
}

/** Runs a command's work; what goes wrong is told on stderr and in the exit code. */
export async function guarded(work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (error) {
    say(`error: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = error instanceof LabInterrupted ? INTERRUPTED : 1;
  }
}
