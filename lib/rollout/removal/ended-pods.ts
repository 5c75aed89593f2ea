import type { Observation } from '../observation';
import { isTerminal } from '../wave-scope';

const HOUR_MS = 3_600_000;

/** Pods that a revision injected and that ended, each with its phase and age: they never speak against its removal. */
export function endedPods(revision: string, { pods, at }: Observation): string[] {
  if (!pods.known) return [];
  return pods.value
    .filter((pod) => pod.revision === revision && isTerminal(pod))
    .map(
      ({ namespace, name, phase, createdAt }) =>
        `${namespace}/${name} (${phase}, made ${ageText(at - createdAt)} ago)`,
    );
}

function ageText(ms: number): string {
  const hours = Math.floor(ms / HOUR_MS);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}
