import { V1MicroTime, type V1Lease } from '@kubernetes/client-node';
import { statusOf } from './api-error';
import type { KubeClient } from './kube-client';

/** What a Lease says. */
export interface LeaseRecord {
  /** Who leads, empty when nobody does. */
  readonly holder: string;
  /** For how long nobody else may lead after the holder's last sign of life, in seconds. */
  readonly durationSeconds: number;
  /** When it became the holder's, `null` where it does not say. */
  readonly acquiredAt: Date | null;
  /** The holder's last sign of life by the holder's own clock: for readers, never to decide by. */
  readonly renewedAt: Date | null;
  /** How often the holder changed. */
  readonly transitions: number;
}

/** A Lease as it was read, with the version that a write has to build on. */
export interface StoredLease {
  readonly record: LeaseRecord;
  readonly version: string;
}

/** One Lease that several processes want. */
export interface LeaseLock {
  /** `null` where it does not exist yet. */
  read(): Promise<StoredLease | null>;
  /**
   * Compare-and-swap: `previous` must still be what is stored.
   *
   * @throws LeaseConflictError when it is not.
   */
  write(record: LeaseRecord, previous: StoredLease | null): Promise<StoredLease>;
}

/** Thrown when somebody else wrote the Lease since it was read. */
export class LeaseConflictError extends Error {
  override readonly name = 'LeaseConflictError';
}

/** Where a Lease is. */
export interface LeaseName {
  readonly namespace: string;
  readonly name: string;
}

/**
 * A Lease of `coordination.k8s.io/v1`, as `kubectl get lease` shows it. Needs get, create and update on it.
 *
 * @see https://kubernetes.io/docs/concepts/architecture/leases/
 */
export function createLeaseLock(client: KubeClient, { namespace, name }: LeaseName): LeaseLock {
  const bare = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };
  return {
    read: async () => {
      try {
        return decode(
          await client.objects.read<V1Lease>({ ...bare, metadata: { namespace, name } }),
        );
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    },
    write: async (record, previous) => {
      const metadata = { namespace, name };
      const spec = encode(record);
      try {
        if (previous === null)
          return decode(await client.objects.create<V1Lease>({ ...bare, metadata, spec }));
        const resourceVersion = previous.version;
        return decode(
          await client.objects.replace<V1Lease>({
            ...bare,
            metadata: { ...metadata, resourceVersion },
            spec,
          }),
        );
      } catch (error) {
        throw writeError(error, { namespace, name }, previous);
      }
    },
  };
}

/** A Lease that was deleted since it was read has changed like any other. */
function writeError(error: unknown, lease: LeaseName, previous: StoredLease | null): unknown {
  const status = statusOf(error);
  const isGone = status === 404 && previous !== null;
  if (status !== 409 && !isGone) return error;
  return new LeaseConflictError(
    `Lease ${lease.namespace}/${lease.name} changed since it was read`,
    {
      cause: error,
    },
  );
}

function encode(record: LeaseRecord): NonNullable<V1Lease['spec']> {
  return {
    holderIdentity: record.holder,
    leaseDurationSeconds: record.durationSeconds,
    leaseTransitions: record.transitions,
    ...(record.acquiredAt === null ? {} : { acquireTime: microTime(record.acquiredAt) }),
    ...(record.renewedAt === null ? {} : { renewTime: microTime(record.renewedAt) }),
  };
}

function decode({ metadata, spec }: V1Lease): StoredLease {
  return {
    version: metadata?.resourceVersion ?? '',
    record: {
      holder: spec?.holderIdentity ?? '',
      durationSeconds: spec?.leaseDurationSeconds ?? 0,
      acquiredAt: dateOf(spec?.acquireTime),
      renewedAt: dateOf(spec?.renewTime),
      transitions: spec?.leaseTransitions ?? 0,
    },
  };
}

/** The client declares a date and gives the text that it was sent. */
function dateOf(time: Date | undefined): Date | null {
  return time === undefined ? null : new Date(time);
}

function microTime(date: Date): V1MicroTime {
  return new V1MicroTime(date.getTime());
}
