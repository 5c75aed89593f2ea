import { fitTogether } from '../capacity/fit-together';
import { roomProblem, type Restartable } from '../capacity/room-problem';
import { approvalOf } from '../commands/approval-of';
import { CAPACITY_GATE } from '../gates/capacity';
import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';

/** A workload of a wave that is restarted, or is to be. */
export type InWave = Restartable & { readonly wave: string };

/** Which restarts have room for their new pods. */
export interface RoomForRestarts {
  /** Whether its new pods do not come, or would not, and nobody answers for that. */
  readonly isHeld: (one: InWave) => boolean;
  /** Those of a queue that may begin beside those under way. */
  readonly within: <T extends InWave>(
    queue: readonly T[],
    underWay: readonly Restartable[],
  ) => readonly T[];
}

/** Who goes back, or is answered for, is asked for no room: a restart that waits for it takes nothing away. */
export function roomForRestarts(record: RolloutRecord, observation: Observation): RoomForRestarts {
  const { waived } = record.plan.restart;
  const isAsked = ({ wave }: InWave) =>
    record.phase !== 'rolling-back' && approvalOf(record, wave, CAPACITY_GATE) === null;
  const isHeld = (one: InWave) => isAsked(one) && roomProblem(one, observation, waived) !== null;
  return {
    isHeld,
    within: (queue, underWay) => {
      const roomy = queue.filter((one) => !isHeld(one));
      const asked = roomy.filter(isAsked);
      const fitting = new Set(fitTogether(asked, underWay, observation, waived));
      return roomy.filter((one) => !isAsked(one) || fitting.has(one));
    },
  };
}
