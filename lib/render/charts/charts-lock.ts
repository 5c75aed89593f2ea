import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { withFileLockSync } from '../../file-lock';
import { isObject, type JsonObject } from '../../operator/json';
import { writeWhole } from '../../write-whole';
import { byName } from '../by-name';
import { readYamlStream, writeYaml } from '../kubernetes-yaml';
import { ChartsError } from './charts-error';

const LOCK_FILE = 'charts.lock';
const LOCK_VARIABLE = 'ISTIO_REVISIONS_CHARTS_LOCK';

/** What tells a project's folder from others. */
const PROJECT_FILES = ['cdk8s.yaml', 'Pulumi.yaml'];

const HEADER =
  '# Digests of the charts as they were first fetched; they are verified ever after. Commit this file.\n';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** A file that cannot be written because its folder is not meant to be. */
const READ_ONLY = ['EROFS', 'EACCES', 'EPERM'];

/** A chart whose digest is recorded. */
export interface LockedChart {
  /** Chart and version, such as `istiod-1.31.2`. */
  readonly key: string;
  /** Digests of an archive and of a folder cannot be compared, even of the same chart. */
  readonly form: 'archive' | 'folder';
  readonly digest: string;
  /** Where it was fetched from, as a URL; absent of what lies on this machine. */
  readonly source?: string;
}

/**
 * Where the digests of charts are: `charts.lock` in the nearest folder upwards with a `cdk8s.yaml` or `Pulumi.yaml`, else in the
 * current one. `ISTIO_REVISIONS_CHARTS_LOCK` names another file, as for an operator whose own folder is read-only.
 */
export function lockFile(env: NodeJS.ProcessEnv): string {
  const named = env[LOCK_VARIABLE] ?? '';
  if (named !== '') return resolve(named);
  const start = process.cwd();
  for (let folder = start; ; folder = dirname(folder)) {
    if (PROJECT_FILES.some((name) => existsSync(join(folder, name))))
      return join(folder, LOCK_FILE);
    if (folder === dirname(folder)) return join(start, LOCK_FILE);
  }
}

/** The recorded digest of a chart; `null` where there is none. @throws ChartsError for a file that is none of ours */
export function lockedDigest(
  file: string,
  { key, form }: Omit<LockedChart, 'digest'>,
): string | null {
  return digestIn(readLock(file), key, form);
}

/**
 * Holds a chart to its recorded digest, or records it, whoever else does so at the same time.
 * @throws ChartsError where another one is recorded, or none can be
 */
export function holdToLock(file: string, chart: LockedChart): void {
  const locked = lockedDigest(file, chart);
  if (locked === chart.digest) return;
  if (locked !== null) throw mismatch(file, chart, locked);
  try {
    mkdirSync(dirname(file), { recursive: true });
    withFileLockSync(`${file}.writing`, () => {
      record(file, chart);
    });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (error instanceof ChartsError) throw error;
    // What lies in a folder of this machine was put there by somebody; what comes over a network was not.
    if (chart.form === 'folder' && READ_ONLY.includes(code)) return;
    throw new ChartsError(
      `${file} cannot be written, so nothing would notice when ${chart.key} changes: ${message}; ` +
        `commit it with the project, or name a file that can be written with ${LOCK_VARIABLE}`,
    );
  }
}

function record(file: string, chart: LockedChart): void {
  const charts = readLock(file);
  const locked = digestIn(charts, chart.key, chart.form);
  if (locked === chart.digest) return;
  if (locked !== null) throw mismatch(file, chart, locked);
  const entry = charts[chart.key];
  // So that branches that add charts merge.
  const written = byName({
    ...charts,
    [chart.key]: byName({
      ...(isObject(entry) ? entry : {}),
      [chart.form]: chart.digest,
      ...(chart.source === undefined ? {} : { source: chart.source }),
    }),
  });
  writeWhole(file, `${HEADER}${writeYaml(written)}`);
}

function readLock(file: string): JsonObject {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new ChartsError(`${file} cannot be read, so no chart can be verified: ${message}`);
  }
  return entriesOf(text, file);
}

function entriesOf(text: string, file: string): JsonObject {
  let why = 'it is no list of charts with a "sha256:…" each';
  try {
    const [charts, ...others] = readYamlStream(text);
    if (charts === undefined || charts === null) return {};
    if (others.length === 0 && isObject(charts) && Object.values(charts).every(isEntry))
      return charts;
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
  }
  throw new ChartsError(
    `${file} says nothing of any chart that can be relied on; restore it from version control: ${why}`,
  );
}

function isEntry(entry: unknown): boolean {
  if (!isObject(entry)) return false;
  const { archive, folder, source, ...others } = entry;
  const digests = [archive, folder].filter((digest) => digest !== undefined);
  return (
    digests.length > 0 &&
    digests.every((digest) => typeof digest === 'string' && DIGEST.test(digest)) &&
    (source === undefined || typeof source === 'string') &&
    Object.keys(others).length === 0
  );
}

function digestIn(charts: JsonObject, key: string, form: LockedChart['form']): string | null {
  const entry = Object.hasOwn(charts, key) ? charts[key] : undefined;
  const digest = isObject(entry) ? entry[form] : undefined;
  return typeof digest === 'string' ? digest : null;
}

function mismatch(file: string, { key, digest, source }: LockedChart, locked: string): ChartsError {
  return new ChartsError(
    `${key}${source === undefined ? '' : ` from ${source}`} has the digest ${digest}, but ${file} says ${locked}: ` +
      'it is not what was first fetched, and was not used. Take the chart that was; only where the change is known and ' +
      `wanted, remove "${key}" from ${file} and run again`,
  );
}
