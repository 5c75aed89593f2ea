import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeJson } from '../state';

/** A disturbance that a person asked for. */
export interface Fault {
  readonly type: 'never-ready';
  /** Pods injected by this revision … */
  readonly revision: string;
  /** … in this namespace; absent means in every one. */
  readonly namespace?: string;
}

const FILE = 'faults.json';

/** The faults that stand now. */
export function readFaults(dir: string): readonly Fault[] {
  try {
    return JSON.parse(readFileSync(join(dir, FILE), 'utf8')) as readonly Fault[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Replaces the faults that stand. */
export function writeFaults(dir: string, faults: readonly Fault[]): void {
  writeJson(join(dir, FILE), faults);
}

/** Whether a fault keeps a pod from getting ready. A pod that is ready already stays so. */
export function keepsUnready(
  faults: readonly Fault[],
  pod: { readonly revision: string; readonly namespace: string },
): boolean {
  return faults.some(
    (fault) =>
      fault.revision === pod.revision &&
      (fault.namespace === undefined || fault.namespace === pod.namespace),
  );
}
