import { messageOf } from '../cluster/api-error';
import { RecordConflictError, type Lease, type RecordStore } from '../cluster/record-store';
import { decideLease, type Holder } from './lease-decision';

const RENEW_MS = 5_000;
const WAIT_MS = 1_000;

/** A held lease. */
export interface HeldLease {
  /** Why the lease was lost, `null` while it is held. */
  readonly lost: () => string | null;
  readonly release: () => Promise<void>;
}

/** What holding a lease needs of the world. */
export interface LeasePorts {
  readonly store: RecordStore;
  readonly me: Holder;
  readonly now: () => number;
  readonly isAlive: (holder: Holder) => boolean;
  readonly sleep: (ms: number) => Promise<void>;
  /** Throws when the driver was asked to stop while it waits. */
  readonly checkpoint: () => void;
  readonly note: (message: string) => void;
}

/** Becomes the one driver of a cluster's rollout: waits for a live one, takes over from a dead one. */
export async function holdLease(ports: LeasePorts): Promise<HeldLease> {
  await acquire(ports);
  let lost: string | null = null;
  const timer = setInterval(() => {
    void renew(ports).then((taker) => {
      lost ??= taker;
    });
  }, RENEW_MS);
  timer.unref();
  return {
    lost: () => lost,
    release: async () => {
      clearInterval(timer);
      await ports.store.save({ lease: null });
    },
  };
}

async function acquire(ports: LeasePorts): Promise<void> {
  let told = '';
  for (;;) {
    ports.checkpoint();
    const { lease } = await ports.store.load();
    const decision = decideLease(lease, ports.me, ports.now(), ports.isAlive);
    if (decision.reason !== told && lease !== null) ports.note(decision.reason);
    told = decision.reason;
    if (decision.type === 'take' && (await take(ports))) return;
    await ports.sleep(WAIT_MS);
  }
}

async function take(ports: LeasePorts): Promise<boolean> {
  try {
    await ports.store.save({ lease: mine(ports) });
    return true;
  } catch (error) {
    if (error instanceof RecordConflictError) return false;
    throw error;
  }
}

/** Who took the lease over, `null` while it is ours. A conflict alone says only that somebody wrote the record. */
async function renew(ports: LeasePorts): Promise<string | null> {
  try {
    await ports.store.save({ lease: mine(ports) });
    return null;
  } catch (error) {
    if (!(error instanceof RecordConflictError)) {
      ports.note(`the lease could not be renewed: ${messageOf(error)}`);
      return null;
    }
  }
  try {
    const { lease } = await ports.store.peek();
    if (lease === null || decideLease(lease, ports.me, ports.now(), () => true).type === 'take')
      return null;
    return `process ${lease.pid} on ${lease.host} took the rollout over`;
  } catch (error) {
    ports.note(`the lease could not be read: ${messageOf(error)}`);
    return null;
  }
}

function mine(ports: LeasePorts): Lease {
  return { ...ports.me, renewedAt: ports.now() };
}
