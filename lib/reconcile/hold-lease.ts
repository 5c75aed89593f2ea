import { messageOf } from '../cluster/api-error';
import { RecordConflictError, type Lease, type RecordStore } from '../cluster/record-store';
import { decideLease, sameProcess, type Holder } from './lease-decision';

const RENEW_MS = 5_000;
const WAIT_MS = 1_000;

/** A held lease. */
export interface HeldLease {
  /** The record under this lease: whoever else takes it over is noticed at the next read. */
  readonly store: RecordStore;
  /** Why the lease was lost, `null` while it is held. */
  readonly lost: () => string | null;
  /** Gives it back, if it is still ours. */
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
  const look = (lease: Lease | null) => {
    if (lease !== null && !sameProcess(lease, ports.me))
      lost ??= `process ${lease.pid} on ${lease.host} took the rollout over`;
  };
  const timer = setInterval(() => {
    if (lost === null) void renew(ports, look);
  }, RENEW_MS);
  timer.unref();
  return {
    lost: () => lost,
    store: {
      ...ports.store,
      load: async () => {
        const stored = await ports.store.load();
        look(stored.lease);
        if (lost !== null) throw new Error(lost);
        return stored;
      },
    },
    release: async () => {
      clearInterval(timer);
      try {
        const { lease } = await ports.store.load();
        if (lease !== null && sameProcess(lease, ports.me)) await ports.store.save({ lease: null });
      } catch (error) {
        ports.note(`the lease could not be given back, it runs out by itself: ${messageOf(error)}`);
      }
    },
  };
}

async function acquire(ports: LeasePorts): Promise<void> {
  let told = '';
  let seen = { renewedAt: NaN, at: ports.now() };
  for (;;) {
    ports.checkpoint();
    const { lease } = await ports.store.load();
    if (lease !== null && lease.renewedAt !== seen.renewedAt)
      seen = { renewedAt: lease.renewedAt, at: ports.now() };
    const decision = decideLease(lease, ports.me, ports.now() - seen.at, ports.isAlive);
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

/** A conflict alone says only that somebody wrote the record; who holds the lease is looked up then. */
async function renew(ports: LeasePorts, look: (lease: Lease | null) => void): Promise<void> {
  try {
    await ports.store.save({ lease: mine(ports) });
  } catch (error) {
    if (!(error instanceof RecordConflictError)) {
      ports.note(`the lease could not be renewed: ${messageOf(error)}`);
      return;
    }
    try {
      look((await ports.store.peek()).lease);
    } catch (unread) {
      ports.note(`the lease could not be read: ${messageOf(unread)}`);
    }
  }
}

function mine(ports: LeasePorts): Lease {
  return { ...ports.me, renewedAt: ports.now() };
}
