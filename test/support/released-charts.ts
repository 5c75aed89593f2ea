import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ISTIO_VERSIONS } from '../../lab/binaries/catalog';

/**
 * Charts as a release of Istio ships them, out of those of its source tree: its release build writes the version of the
 * release into each `Chart.yaml`.
 * @param charts - folder with `<minor>/manifests`, which is left as it is
 * @returns a new folder of the same form; removing it is the caller's business
 */
export function releasedCharts(charts: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-released-'));
  cpSync(charts, folder, { recursive: true });
  makeWritable(folder);
  for (const [minor, version] of Object.entries(ISTIO_VERSIONS)) {
    for (const file of chartFiles(join(folder, minor))) stamp(file, version);
  }
  return folder;
}

/** Go's module cache, where the charts come from, is read-only, and so is a copy of it. */
function makeWritable(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
}

function chartFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('Chart.yaml'))
    .map((file) => join(folder, file));
}

function stamp(file: string, version: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^(version|appVersion): .*$/gm, `$1: ${version}`));
}
