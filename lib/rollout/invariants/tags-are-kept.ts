import { REVISION_LABEL } from '../names';
import { positionOf } from '../position-of';
import type { Invariant, RolloutStep } from './invariant';

/** No gap: a namespace that is labelled with a tag that is gone gets pods without a sidecar. */
export const tagsAreKept: Invariant = {
  rule: 'S18',
  name: 'a tag leaves only when nothing is labelled with it',
  check,
};

function check({ before, observation, decision: { record } }: RolloutStep): string | null {
  const { namespaces, workloads } = observation;
  const { tags } = positionOf(record);
  const lost = Object.keys(positionOf(before).tags).filter((tag) => !(tag in tags));
  if (lost.length === 0) return null;
  if (!namespaces.known || !workloads.known) return `${lost.join(', ')} left without a look`;
  const needed = lost.find(
    (tag) =>
      namespaces.value.some(({ labels }) => labels[REVISION_LABEL] === tag) ||
      workloads.value.some(({ templateRev }) => templateRev === tag),
  );
  return needed === undefined ? null : `${needed} left`;
}
