import type { Decision } from './action';
import { act, type PhaseInput } from './decide';
import { forgetVanished } from './forget-vanished';
import { adopting } from './phases/adopting';
import { installing } from './phases/installing';
import { moving } from './phases/moving';
import { removing } from './phases/removing';
import { rollingBack } from './phases/rolling-back';
import type { RolloutRecord } from './record';

/**
 * The next step of a rollout, from what the cluster shows and what the record says. Pure, total, and level-triggered: it
 * may be asked at any time, from any state, as often as one likes. A decision either changes the position or acts on it,
 * and its record is to be stored before anything is done.
 */
export function plan({ observation, record: stored, now }: PhaseInput): Decision {
  if (stored.phase === 'done') return stop(stored, 'done');
  if (stored.phase === 'rolled-back') return stop(stored, 'rolled-back');
  const input = { observation, record: forgetVanished(stored, observation), now };
  switch (stored.phase) {
    case 'installing':
      return installing(input);
    case 'adopting':
      return adopting(input);
    case 'moving':
      return moving(input);
    case 'rolling-back':
      return rollingBack(input);
    case 'removing':
      return removing(input);
  }
}

function stop(record: RolloutRecord, outcome: 'done' | 'rolled-back'): Decision {
  const decision = act(record, []);
  const cause = outcome === 'rolled-back' ? record.failure?.message : undefined;
  const message = cause === undefined ? decision.status : `${decision.status}: ${cause}`;
  return { ...decision, status: message, next: { type: 'stop', outcome, message } };
}
