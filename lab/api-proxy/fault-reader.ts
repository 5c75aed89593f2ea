import { statSync } from 'node:fs';
import { faultsFile, readFaults, type Fault } from '../agent/faults';
import type { ApiFault } from './decide-answer';

/** Finds out whether the API server of a lab shall fail; the file is read only when somebody wrote it since. */
export function apiFaultReader(dir: string): () => ApiFault | null {
  let version = '';
  let fault: ApiFault | null = null;
  return () => {
    const now = versionOf(faultsFile(dir));
    if (now === version) return fault;
    version = now;
    fault = apiFaultOf(readFaults(dir));
    return fault;
  };
}

/** An API server that nobody reaches fails in no other way. */
function apiFaultOf(faults: readonly Fault[]): ApiFault | null {
  const cut = faults.find(({ type }) => type === 'cut-off');
  if (cut !== undefined) return { mode: 'down', since: cut.since };
  const errors = faults.find(({ type }) => type === 'api-errors');
  return errors === undefined ? null : { mode: errors.mode ?? 'mixed', since: errors.since };
}

/** Whoever writes the faults replaces the file. */
function versionOf(file: string): string {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? '' : `${String(stats.ino)} ${String(stats.mtimeNs)}`;
}
