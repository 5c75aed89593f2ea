import { createRequire } from 'node:module';
import { join } from 'node:path';
import { startProcess } from './processes';
import type { LabProcess } from './state';

/** A program of the lab in its sources. */
export interface ProgramSpec {
  readonly name: string;
  /** Below `lab/`. */
  readonly main: string;
  /** The lab's folder, which the program is given. */
  readonly dir: string;
  readonly signal: AbortSignal;
}

/** Starts a process of the lab that is written here, as `startProcess` does. */
export function startProgram({ name, main, dir, signal }: ProgramSpec): Promise<LabProcess> {
  const register = createRequire(__filename).resolve('@swc-node/register');
  return startProcess({
    name,
    command: process.execPath,
    args: ['-r', register, join(__dirname, main), dir],
    cwd: join(__dirname, '..'),
    log: join(dir, 'logs', `${name}.log`),
    signal,
  });
}
