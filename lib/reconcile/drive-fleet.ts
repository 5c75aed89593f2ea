import { messageOf } from '../cluster/api-error';
import type { RolloutOutcome } from './drive-rollout';
import { RolloutError } from './rollout-error';

/** How soon a cluster is tried again that could not be driven, in milliseconds: while the others are, it may come back. */
const RETRY_MS = 30_000;

/** One cluster of a mesh, as all of them are driven together. */
export interface FleetMember {
  readonly name: string;
  /** Drives its rollout until it ends or has to stop. @throws Error when it cannot begin or go on */
  readonly drive: () => Promise<RolloutOutcome>;
  readonly note: (message: string) => void;
}

/** How the rollout of one cluster ended. */
export interface MemberEnd {
  readonly name: string;
  readonly outcome: RolloutOutcome['outcome'] | 'bad-input' | 'error';
  readonly message: string;
}

/** What ends a cluster's rollout for this run; what else stops it may have passed before the others are through. */
const FINAL: readonly MemberEnd['outcome'][] = ['done', 'rolled-back', 'waiting', 'bad-input'];

/**
 * Drives the rollouts of all clusters side by side, each by itself: what they wait for of each other is their own to see. One that
 * fails or is blocked keeps none from going on, and is tried again as long as another goes on.
 * @param interrupted - whether the driver was asked to stop
 */
export async function driveFleet(
  members: readonly FleetMember[],
  { sleep, interrupted }: { sleep: (ms: number) => Promise<void>; interrupted: () => boolean },
): Promise<readonly MemberEnd[]> {
  const driving = new Set(members.map(({ name }) => name));
  const driveOne = async (member: FleetMember): Promise<MemberEnd> => {
    for (;;) {
      const end = await endOf(member);
      driving.delete(member.name);
      if (FINAL.includes(end.outcome) || driving.size === 0 || interrupted()) return end;
      member.note(`${end.message}; it is tried again while other clusters go on`);
      await sleep(RETRY_MS);
      if (driving.size === 0 || interrupted()) return end;
      driving.add(member.name);
    }
  };
  return Promise.all(members.map(driveOne));
}

async function endOf({ name, drive }: FleetMember): Promise<MemberEnd> {
  try {
    const { outcome, message } = await drive();
    return { name, outcome, message };
  } catch (error) {
    const isInput = error instanceof RolloutError && error.kind === 'bad-input';
    return { name, outcome: isInput ? 'bad-input' : 'error', message: messageOf(error) };
  }
}
