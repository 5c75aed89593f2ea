import type { V1ConfigMap } from '@kubernetes/client-node';
import type { RolloutRecord } from '../rollout/record';
import { messageOf, statusOf } from './api-error';
import type { KubeClient } from './kube-client';
import {
  createRecordDecoder,
  encodeRecord,
  RecordDataError,
  type RecordData,
} from './record/record-codec';
import { MOST_BYTES, sizeOf } from './record/record-size';

/** Name of the ConfigMap, beside istiod. One per cluster. */
const RECORD_NAME = 'istio-revisions-rollout';

const LEASE_KEY = 'lease.json';

/** Who drives the rollout. A process is named by host, id and start time, so a reused id is not taken for it. */
export interface Lease {
  readonly host: string;
  readonly pid: number;
  readonly startTime: string;
  /** Epoch milliseconds of the last sign of life. */
  readonly renewedAt: number;
}

/** What is stored, `null` where nothing is. */
export interface Stored {
  readonly record: RolloutRecord | null;
  readonly lease: Lease | null;
}

/** Thrown when somebody else wrote the record since it was read: read again and decide anew. */
export class RecordConflictError extends Error {
  override readonly name = 'RecordConflictError';
}

/** Thrown when the stored record cannot be understood or trusted; it is never overwritten then. */
export class RecordCorruptError extends Error {
  override readonly name = 'RecordCorruptError';
}

/** Thrown when a record does not fit into its ConfigMap; what was stored before stays. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';
}

/** The rollout's record and lease in one ConfigMap, written by compare-and-swap only. */
export interface RecordStore {
  load(): Promise<Stored>;
  /** Reads without making what is read the version that `save` builds on. */
  peek(): Promise<Stored>;
  /** Writes what is given and keeps the rest. The newest state that this store has read or written must still hold. */
  save(change: Partial<Stored>): Promise<void>;
}

/** Opens the store of a cluster; `namespace` is the mesh's own, such as `istio-system`. */
export function createRecordStore(client: KubeClient, namespace: string): RecordStore {
  let seen: V1ConfigMap | null = null;
  const recordIn = createRecordDecoder();
  const decode = (stored: V1ConfigMap | null) => decoded(stored, namespace, recordIn);
  // Lease renewals and record writes share one object: one after the other, each on the version before it.
  let queue: Promise<unknown> = Promise.resolve();
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  };
  return {
    load: () =>
      inOrder(async () => {
        seen = await read(client, namespace);
        return decode(seen);
      }),
    peek: async () => decode(await read(client, namespace)),
    save: (change) =>
      inOrder(async () => {
        seen = await write(client, namespace, seen, change);
      }),
  };
}

async function read(client: KubeClient, namespace: string): Promise<V1ConfigMap | null> {
  try {
    return await client.core.readNamespacedConfigMap({ name: RECORD_NAME, namespace });
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

async function write(
  client: KubeClient,
  namespace: string,
  seen: V1ConfigMap | null,
  change: Partial<Stored>,
): Promise<V1ConfigMap> {
  const body: V1ConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: seen?.metadata ?? { name: RECORD_NAME, namespace },
    ...changed(seen ?? {}, change),
  };
  const size = sizeOf(body);
  if (size > MOST_BYTES) {
    throw new RecordTooLargeError(
      `ConfigMap ${namespace}/${RECORD_NAME} would take ${size} bytes of at most ${MOST_BYTES}`,
    );
  }
  try {
    return seen === null
      ? await client.core.createNamespacedConfigMap({ namespace, body })
      : await client.core.replaceNamespacedConfigMap({ name: RECORD_NAME, namespace, body });
  } catch (error) {
    if (statusOf(error) === 409 && seen === null) {
      throw new RecordConflictError('another driver created the record at the same moment');
    }
    if (statusOf(error) === 409) {
      throw new RecordConflictError('the record changed since it was read');
    }
    if (statusOf(error) === 404) {
      throw new Error(
        `namespace ${namespace} does not exist yet: install the mesh first with "istio-revisions up"`,
      );
    }
    throw error;
  }
}

function changed(before: RecordData, { record, lease }: Partial<Stored>): RecordData {
  const { data, binaryData } =
    record === undefined || record === null ? before : encodeRecord(record, before);
  const leased = lease === undefined ? {} : { [LEASE_KEY]: JSON.stringify(lease) };
  return {
    data: { ...data, ...leased },
    ...(binaryData === undefined ? {} : { binaryData }),
  };
}

function decoded(
  stored: V1ConfigMap | null,
  namespace: string,
  recordIn: ReturnType<typeof createRecordDecoder>,
): Stored {
  try {
    return { record: recordIn(stored ?? {}), lease: decodeLease(stored?.data?.[LEASE_KEY]) };
  } catch (error) {
    if (!(error instanceof RecordDataError)) throw error;
    throw new RecordCorruptError(`ConfigMap ${namespace}/${RECORD_NAME}, ${error.message}`);
  }
}

function decodeLease(text: string | undefined): Lease | null {
  try {
    return text === undefined ? null : (JSON.parse(text) as Lease | null);
  } catch (error) {
    const problem = `it is not readable (${messageOf(error)})`;
    throw new RecordDataError(LEASE_KEY, problem, 'remove this key once no driver runs');
  }
}
