import { statSync } from 'node:fs';
import { faultsFile, readFaults } from '../agent/faults';
import type { ApiFault } from './decide-answer';

/** Finds out whether the API server of a lab shall fail; the file is read only when somebody wrote it since. */
export function apiFaultReader(dir: string): () => ApiFault | null {
  let version = '';
  let fault: ApiFault | null = null;
  return () => {
    const now = versionOf(faultsFile(dir));
    if (now === version) return fault;
    version = now;
    const found = readFaults(dir).find(({ type }) => type === 'api-errors');
    fault = found === undefined ? null : { mode: found.mode ?? 'mixed', since: found.since };
    return fault;
  };
}

/** Whoever writes the faults replaces the file. */
function versionOf(file: string): string {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? '' : `${String(stats.ino)} ${String(stats.mtimeNs)}`;
}
