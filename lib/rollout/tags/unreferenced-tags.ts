import { known, type Fact } from '../fact';
import { REVISION_LABEL } from '../names';
import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';

/**
 * The revision tags of ours that nothing is labelled with any more: no namespace, no pod template, and no namespace that we own.
 * What cannot be read is a reference.
 */
export function unreferencedTags(
  { owned }: RolloutRecord,
  { namespaces, workloads }: Pick<Observation, 'namespaces' | 'workloads'>,
): Fact<readonly string[]> {
  if (!namespaces.known) return namespaces;
  if (Object.keys(owned.tags).length === 0) return known([], namespaces.at);
  if (!workloads.known) return workloads;
  const named = new Set([
    ...owned.namespaces.map(({ revision }) => revision),
    ...namespaces.value.map(({ labels }) => labels[REVISION_LABEL]),
    ...workloads.value.map(({ templateRev }) => templateRev),
  ]);
  const left = Object.keys(owned.tags).filter((tag) => !named.has(tag));
  return known(left, Math.min(namespaces.at, workloads.at));
}

/** What is owned without some of the tags. */
export function withoutTags(
  owned: RolloutRecord['owned'],
  leaving: readonly string[],
): RolloutRecord['owned'] {
  const tags = Object.entries(owned.tags).filter(([tag]) => !leaving.includes(tag));
  return { ...owned, tags: Object.fromEntries(tags) };
}
