import type { Decision } from './action';
import { heedCommands } from './commands/heed-commands';
import { rollBackAsTold } from './commands/roll-back-as-told';
import { whilePaused } from './commands/while-paused';
import { act, turnBack, type PhaseInput } from './decide';
import { NO_MEMORY } from './driver-memory';
import { peerTurnedBack } from './fleet/peer-turned-back';
import { forgetVanished } from './forget-vanished';
import { isFinal } from './is-final';
import { adopting } from './phases/adopting';
import { handingOver } from './phases/handing-over';
import { installing } from './phases/installing';
import { moving } from './phases/moving';
import { proving } from './phases/proving';
import { removing } from './phases/removing';
import { retaining } from './phases/retaining';
import { rollingBack } from './phases/rolling-back';
import { byVersion } from './patch/by-version';
import type { RolloutRecord } from './record';
import { rememberTransition } from './remember-transition';

/** What a decision is made from; a driver that has just started remembers nothing. */
export type PlanInput = Omit<PhaseInput, 'memory'> & Partial<Pick<PhaseInput, 'memory'>>;

/**
 * The next step of a rollout, from what the cluster shows and what the record says. Pure, total, and level-triggered: it
 * may be asked at any time, from any state, as often as one likes. A decision either changes the position or acts on it,
 * and its record is to be stored before anything is done.
 */
export function plan({ observation: seen, record, now, memory = NO_MEMORY }: PlanInput): Decision {
  if (isFinal(record)) return stop(act(record, []));
  const observation = byVersion(record.plan, seen);
  const told = heedCommands(forgetVanished(record, observation), now);
  const input = { observation, record: told.record, now, memory };
  const decided =
    (told.rollback === null ? null : rollBackAsTold(told.record, told.rollback, now)) ??
    (told.record.paused === null ? decide(input) : whilePaused(input, told.record.paused, decide));
  const decision = { ...decided, record: rememberTransition(record, decided.record, now) };
  return isFinal(decision.record) ? stop(decision) : decision;
}

function decide(input: PhaseInput): Decision {
  const { record, observation, now } = input;
  const failed = mayTurnBack(record) ? peerTurnedBack(record, observation, now) : null;
  if (failed !== null) return turnBack(input, { wave: '', result: failed }, [failed]);
  switch (input.record.phase) {
    case 'installing':
      return installing(input);
    case 'proving':
      return proving(input);
    case 'adopting':
      return adopting(input);
    case 'moving':
      return moving(input);
    case 'rolling-back':
      return rollingBack(input);
    case 'retaining':
      return retaining(input);
    case 'handing-over':
      return handingOver(input);
    case 'removing':
      return removing(input);
    case 'done':
    case 'rolled-back':
      return act(input.record, []);
  }
}

/** Whether there is a way back that the rollout is not on yet. */
function mayTurnBack({ phase, retired, plan: { from } }: RolloutRecord): boolean {
  return phase !== 'rolling-back' && !retired.includes(from);
}

/** The end is told with the decision that reaches it: a driver interrupted after that must not begin the next attempt. */
function stop(decision: Decision): Decision {
  const { record } = decision;
  const outcome = record.phase === 'done' ? 'done' : 'rolled-back';
  const cause = outcome === 'rolled-back' ? record.failure?.message : undefined;
  const message = cause === undefined ? decision.status : `${decision.status}: ${cause}`;
  return { ...decision, status: message, next: { type: 'stop', outcome, message } };
}
