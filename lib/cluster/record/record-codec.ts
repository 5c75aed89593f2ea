import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { V1ConfigMap } from '@kubernetes/client-node';
import { carryOver, carryOverTwo, type RecordOne, type RecordTwo } from '../../rollout/carry-over';
import type { RolloutRecord } from '../../rollout/record';
import { recordSummary } from '../../rollout/record-summary';
import { messageOf } from '../api-error';
import {
  packNamespaces,
  unpackNamespaces,
  type Json,
  type PackedNamespaces,
} from './pack-namespaces';

/** Values of a ConfigMap. */
export type RecordData = Pick<V1ConfigMap, 'data' | 'binaryData'>;

/** Goes up with every change that an older version would misread. */
const SCHEMA = 4;

/** What this version goes on with as it is: 3 had no waves of the Gateway API, and is the same otherwise. */
const READABLE: readonly number[] = [3, SCHEMA];

/** The record itself: JSON, compressed with brotli. */
const RECORD_KEY = 'record';
const SCHEMA_KEY = 'schema';
const SUMMARY_KEY = 'summary';
/** Lines as `sha256sum` writes them, over record and summary. */
const DIGESTS_KEY = 'sha256';
/** Where schema 1 had all of it. */
const KEY_OF_ONE = 'record.json';

/** The best compression takes fifty times as long as this one, for a twentieth less. */
const QUALITY = 6;

const RESTORE =
  'restore the ConfigMap from a backup, or, once every pod is where it belongs, delete it and do what the next run says';

/** Thrown for values that cannot be understood or trusted; says which, and what to do. */
export class RecordDataError extends Error {
  override readonly name = 'RecordDataError';

  constructor(key: string, problem: string, nextStep = RESTORE) {
    super(`key ${key}: ${problem}; ${nextStep}`);
  }
}

/** A record as values of a ConfigMap; other keys than those of the record stay as they are in `before`. */
export function encodeRecord(record: RolloutRecord, before: RecordData): RecordData {
  const json = JSON.stringify(packNamespaces(record as unknown as Json));
  const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY };
  const bytes = brotliCompressSync(json, { params });
  const summary = recordSummary(record);
  const { [KEY_OF_ONE]: _one, ...others } = before.data ?? {};
  return {
    data: {
      ...others,
      [SCHEMA_KEY]: String(SCHEMA),
      [SUMMARY_KEY]: summary,
      [DIGESTS_KEY]: lineOf(RECORD_KEY, bytes) + lineOf(SUMMARY_KEY, summary),
    },
    binaryData: { [RECORD_KEY]: bytes.toString('base64') },
  };
}

/**
 * The record in values of a ConfigMap, `null` where there is none.
 *
 * @throws RecordDataError naming the key, for one that was edited or damaged, or that this version cannot go on with.
 */
function decodeRecord({ data = {}, binaryData = {} }: RecordData): RolloutRecord | null {
  const one = data[KEY_OF_ONE];
  if (one !== undefined) return decodeOne(one, SCHEMA_KEY in data);
  const keys = [SCHEMA_KEY, RECORD_KEY, SUMMARY_KEY, DIGESTS_KEY];
  const missing = keys.filter((key) => !(key in data || key in binaryData));
  if (missing.length === keys.length) return null;
  const isTwo = data[SCHEMA_KEY] === '2';
  if (SCHEMA_KEY in data && !isTwo) requireSchema(data[SCHEMA_KEY] ?? '');
  if (missing[0] !== undefined) throw new RecordDataError(missing.join(', '), 'it is missing');
  const bytes = Buffer.from(binaryData[RECORD_KEY] ?? '', 'base64');
  const digests = data[DIGESTS_KEY] ?? '';
  for (const line of [lineOf(RECORD_KEY, bytes), lineOf(SUMMARY_KEY, data[SUMMARY_KEY] ?? '')]) {
    if (digests.includes(line)) continue;
    const key = line.split('  ')[1]?.trim() ?? '';
    throw new RecordDataError(
      key,
      `it was edited or damaged: key ${DIGESTS_KEY} has another digest of it`,
    );
  }
  const record = readable(RECORD_KEY, () => {
    const packed = JSON.parse(brotliDecompressSync(bytes).toString()) as PackedNamespaces;
    return unpackNamespaces(packed) as unknown as RolloutRecord;
  });
  return isTwo ? carried(RECORD_KEY, carryOverTwo(record as unknown as RecordTwo)) : record;
}

/** Reads records as `decodeRecord` does; while the stored values stay the same, so does the record. */
export function createRecordDecoder(): (values: RecordData) => RolloutRecord | null {
  let last: { readonly values: RecordData; readonly record: RolloutRecord | null } | null = null;
  return (values) => {
    if (last !== null && hasSameRecord(last.values, values)) return last.record;
    const record = decodeRecord(values);
    last = { values, record };
    return record;
  };
}

function hasSameRecord(one: RecordData, other: RecordData): boolean {
  return [RECORD_KEY, SCHEMA_KEY, SUMMARY_KEY, DIGESTS_KEY, KEY_OF_ONE].every(
    (key) =>
      one.data?.[key] === other.data?.[key] && one.binaryData?.[key] === other.binaryData?.[key],
  );
}

function requireSchema(schema: string): void {
  if (!/^\d+$/.test(schema)) {
    throw new RecordDataError(SCHEMA_KEY, `found "${schema}", it has to be a number`);
  }
  if (READABLE.includes(Number(schema))) return;
  const problem = `the record has schema ${schema}, this version reads schema ${SCHEMA}`;
  throw new RecordDataError(SCHEMA_KEY, problem, 'go on with the version that wrote it');
}

function decodeOne(text: string, hasAnother: boolean): RolloutRecord {
  if (hasAnother) {
    throw new RecordDataError(
      KEY_OF_ONE,
      'an older version wrote a second record beside the first',
    );
  }
  const record = readable(KEY_OF_ONE, () => JSON.parse(text) as RecordOne);
  if ((record.schema as number) !== 1) {
    throw new RecordDataError(KEY_OF_ONE, `found schema ${String(record.schema)}, it has to be 1`);
  }
  return carried(KEY_OF_ONE, carryOver(record));
}

/** @throws RecordDataError for a rollout under way */
function carried(key: string, record: RolloutRecord | null): RolloutRecord {
  if (record !== null) return record;
  const problem = 'an older version began this rollout';
  throw new RecordDataError(key, problem, 'finish it, or let it go back, with that version');
}

function readable<T>(key: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new RecordDataError(key, `it is not readable (${messageOf(error)})`);
  }
}

function lineOf(key: string, value: Buffer | string): string {
  return `${createHash('sha256').update(value).digest('hex')}  ${key}\n`;
}
