import { statSync } from 'node:fs';
import type * as Tar from 'tar';
import type { ReadEntry } from 'tar';
import { chartMetadata, type ChartMetadata } from './chart-metadata';
import { ChartsError } from './charts-error';

/** Istio's largest chart has 80 KiB, and 1 MiB unpacked. */
const MAX_ARCHIVE_BYTES = 8 * 1024 * 1024;
const MAX_CONTENT_BYTES = 64 * 1024 * 1024;
const MAX_ENTRIES = 10_000;

const FILE_TYPES = ['File', 'OldFile', 'Directory'];
const CHART_FILE = 'Chart.yaml';

/**
 * Looks through the archive of a chart without unpacking it.
 * @param what - what the archive should be and where it is from, for people
 * @returns what its `Chart.yaml` says
 * @throws ChartsError unless it is one folder of ordinary files of a bearable size, with a `Chart.yaml`
 */
export function inspectArchive(file: string, what: string): ChartMetadata {
  const { size } = statSync(file);
  if (size > MAX_ARCHIVE_BYTES) throw refusal(what, `it has ${String(size)} bytes`);
  const seen = new Set<string>();
  const chartFile: Buffer[] = [];
  let bytes = 0;
  const look = (entry: ReadEntry) => {
    bytes += entry.size;
    const problem = entryProblem(entry, seen, bytes);
    if (problem !== null) throw refusal(what, problem);
    seen.add(entry.path);
    if (isChartFile(entry.path)) entry.on('data', (chunk: Buffer) => chartFile.push(chunk));
  };
  // Only here: it takes longer to load than to use, and what charts.lock knows is not looked through again.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { list } = require('tar') as typeof Tar;
  try {
    list({ file, sync: true, strict: true, onReadEntry: look });
  } catch (error) {
    if (error instanceof ChartsError) throw error;
    throw refusal(what, 'it is damaged, or not packed with tar and gzip');
  }
  const metadata = chartMetadata(Buffer.concat(chartFile).toString('utf8'));
  if (metadata !== null) return metadata;
  throw refusal(what, `it has no ${CHART_FILE} with a name and a version`);
}

function entryProblem(
  { path, type }: ReadEntry,
  seen: ReadonlySet<string>,
  bytes: number,
): string | null {
  const name = JSON.stringify(path);
  if (!FILE_TYPES.includes(type)) return `${name} is no ordinary file (${type})`;
  if (path.startsWith('/') || path.includes('\\') || path.split('/').includes('..')) {
    return `${name} lies outside its folder`;
  }
  const [first] = seen;
  if (first !== undefined && topOf(first) !== topOf(path)) return `${name} lies beside its folder`;
  if (seen.has(path)) return `${name} is in it twice`;
  if (seen.size >= MAX_ENTRIES) return `it has more than ${String(MAX_ENTRIES)} files`;
  return bytes > MAX_CONTENT_BYTES ? 'it is more than 64 MiB when unpacked' : null;
}

function topOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function isChartFile(path: string): boolean {
  return path === `${topOf(path)}/${CHART_FILE}`;
}

function refusal(what: string, problem: string): ChartsError {
  return new ChartsError(`${what} is no archive of a chart, and was not used: ${problem}`);
}
