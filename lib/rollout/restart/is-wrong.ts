import type { PodFact } from '../observation';

/** Whether a pod has to be replaced. */
export function isWrong({ terminating, revision }: PodFact, belongsOn: string): boolean {
  return !terminating && revision !== belongsOn;
}
