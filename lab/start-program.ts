import { join } from 'node:path';
import { startProcess } from './processes';
import { programArguments } from './program-arguments';
import type { LabProcess } from './state';

/** A program of the lab that is written here. */
export interface ProgramSpec {
  readonly name: string;
  /** Its file below `lab/`, without an extension. */
  readonly main: string;
  /** The lab's folder, which the program is given. */
  readonly dir: string;
  readonly signal: AbortSignal;
}

/** Starts a process of it, as `startProcess` does. */
export function startProgram({ name, main, dir, signal }: ProgramSpec): Promise<LabProcess> {
  return startProcess({
    name,
    command: process.execPath,
    args: [...programArguments(main), dir],
    cwd: join(__dirname, '..'),
    log: join(dir, 'logs', `${name}.log`),
    signal,
  });
}
