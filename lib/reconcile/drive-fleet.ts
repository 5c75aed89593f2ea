import { messageOf } from '../cluster/api-error';
import type { RolloutOutcome } from './drive-rollout';
import { RolloutError } from './rollout-error';

/** How soon a cluster is tried again that could not be driven, in milliseconds. */
const RETRY_MS = 30_000;

/**
 * How often it is tried once the others are through: they say what became of the rollout, and a cluster that comes back has
 * little left to do.
 */
const LAST_TRIES = 4;

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

/** What the rollout of a cluster came to by its own rules. */
const THROUGH: readonly MemberEnd['outcome'][] = ['done', 'rolled-back', 'waiting'];

/** What ends a cluster's rollout for this run; what else stops it may pass. */
const FINAL: readonly MemberEnd['outcome'][] = [...THROUGH, 'bad-input'];

/**
 * Drives the rollouts of all clusters side by side, each by itself: what they wait for of each other is their own to see. One that
 * fails or is blocked keeps none from going on, and is tried again as long as another goes on, and a few times after one is through.
 * @param interrupted - whether the driver was asked to stop
 */
export async function driveFleet(
  members: readonly FleetMember[],
  { sleep, interrupted }: { sleep: (ms: number) => Promise<void>; interrupted: () => boolean },
): Promise<readonly MemberEnd[]> {
  const driving = new Set(members.map(({ name }) => name));
  let isOneThrough = false;
  const driveOne = async (member: FleetMember): Promise<MemberEnd> => {
    let lastTries = LAST_TRIES;
    for (;;) {
      const end = await endOf(member);
      driving.delete(member.name);
      isOneThrough ||= THROUGH.includes(end.outcome);
      const mayPass = () => driving.size > 0 || (isOneThrough && lastTries > 0);
      if (FINAL.includes(end.outcome) || !mayPass() || interrupted()) return end;
      member.note(`${end.message}; it is tried again`);
      await sleep(RETRY_MS);
      if (!mayPass() || interrupted()) return end;
      if (driving.size === 0) lastTries -= 1;
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
