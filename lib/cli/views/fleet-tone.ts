import type { FleetReport } from '../../rollout/report/fleet-report';
import type { Tone } from './page/page';

/** How the state of a cluster, or of all of them, is coloured. */
export function fleetTone(state: FleetReport['state']): Tone {
  const tones = { done: 'good', running: 'strong', 'not-started': 'quiet' } as const;
  if (state in tones) return tones[state as keyof typeof tones];
  return state === 'blocked' || state === 'rolled-back' || state === 'unknown' ? 'bad' : 'doubt';
}
