import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { cacheDir } from '../../cache-dir';
import { writeWhole } from '../../write-whole';
import { freezeDeep } from './freeze-deep';

/** Renders of some hundred clusters, about 30 KB each; then the older half goes. */
const MAX_FILES = 5_000;
/** What a process holds of them. A revision takes about 1 MB of memory, the CRDs about 5. */
const MAX_HELD = 64;

const MAX_PACKED = 1_000_000;

/** The first byte of what is gzipped, and of no JSON. */
const GZIP = 0x1f;

/** As text, in the first line of a file. */
const CHECKSUM_LENGTH = 64;

/** What is kept, with the checksum of its content. */
export interface Kept<T> {
  readonly checksum: string;
  /** Frozen, since everybody who asks gets the same. */
  readonly content: T;
}

const held = new Map<string, Kept<unknown>>();

/**
 * Reads what was kept under a key; `null` where there is nothing, or what there is cannot be trusted.
 * @param key - what the content follows from, as a digest
 */
export function readKept<T>(env: NodeJS.ProcessEnv, key: string): Kept<T> | null {
  const file = fileOf(env, key);
  const known = held.get(file);
  if (known !== undefined) return hold(file, known as Kept<T>);
  try {
    const bytes = readFileSync(file);
    const checksum = bytes.toString('latin1', 0, CHECKSUM_LENGTH);
    const packed = bytes.subarray(CHECKSUM_LENGTH + 1);
    if (checksum !== checksumOf(packed)) return null;
    const content = JSON.parse(unpack(packed)) as T;
    return hold(file, { checksum, content: freezeDeep(content) });
  } catch {
    return null;
  }
}

/** Keeps what follows from a key, for this and later processes. */
export function keep<T>(env: NodeJS.ProcessEnv, key: string, content: T): Kept<T> {
  const file = fileOf(env, key);
  const packed = pack(JSON.stringify(content));
  const checksum = checksumOf(packed);
  try {
    // Values may hold what only this user should read.
    writeWhole(file, Buffer.concat([Buffer.from(`${checksum}\n`), packed]), 0o600);
    removeOldest(dirname(file));
  } catch {
    // A folder that cannot be written costs time on the next render, nothing else.
  }
  return hold(file, { checksum, content: freezeDeep(content) });
}

/** To a tenth of its size. CRDs are few, and too large to pay for that. */
function pack(json: string): Buffer {
  return json.length > MAX_PACKED ? Buffer.from(json) : gzipSync(json, { level: 1 });
}

function unpack(packed: Buffer): string {
  return (packed[0] === GZIP ? gunzipSync(packed) : packed).toString('utf8');
}

function fileOf(env: NodeJS.ProcessEnv, key: string): string {
  return join(cacheDir(env), 'renders', key);
}

function checksumOf(packed: Buffer): string {
  return createHash('sha256').update(packed).digest('hex');
}

/** A hundred clusters share what is held, and so do not hold a hundred copies of the same CRDs. What is asked for stays longest. */
function hold<T>(file: string, kept: Kept<T>): Kept<T> {
  held.delete(file);
  held.set(file, kept);
  const [oldest] = held.keys();
  if (held.size > MAX_HELD && oldest !== undefined) held.delete(oldest);
  return kept;
}

function removeOldest(folder: string): void {
  const files = readdirSync(folder);
  if (files.length <= MAX_FILES) return;
  const ages = files.map((name) => ({ name, time: statSync(join(folder, name)).mtimeMs }));
  ages.sort((a, b) => a.time - b.time);
  for (const { name } of ages.slice(0, files.length / 2)) {
    rmSync(join(folder, name), { force: true });
  }
}
