import type { RolloutRecord } from '../../rollout/record';
import { namespacesOf } from '../../rollout/wave-members';
import { encodeRecord, type RecordData } from './record-codec';

/** What the ConfigMap of a record may take, in bytes: a quarter of what Kubernetes allows, since every write sends all of it. */
export const MOST_BYTES = 256 * 1024;

/** What is left free when a rollout starts, in bytes, for what it learns on its way. */
const RESERVE_BYTES = 16 * 1024;

/** Size of a ConfigMap in bytes as Kubernetes counts it: its values, those in Base64 as what they stand for. */
export function sizeOf({ data = {}, binaryData = {} }: RecordData): number {
  const texts = Object.values(data).map((text) => Buffer.byteLength(text));
  const binaries = Object.values(binaryData).map((text) => Buffer.byteLength(text, 'base64'));
  return [...texts, ...binaries].reduce((total, size) => total + size, 0);
}

/** Why a rollout cannot start with a record: it has no room for what it learns on its way. */
export function sizeProblems(record: RolloutRecord): string[] {
  const size = sizeOf(encodeRecord(record, {}));
  const most = MOST_BYTES - RESERVE_BYTES;
  if (size <= most) return [];
  const count = namespacesOf(record.plan.waves).length;
  return [
    `waves: ${count} namespaces are too many for one cluster: their record takes ${size} bytes of at most ${most}; ` +
      'leave out namespaces in which nothing runs, and those that a revision tag selects: they follow the tag',
  ];
}
