import { nameSome } from './name-some';
import { ORIGINAL_ANNOTATION } from './names';
import type { NamespaceFact } from './observation';

/** What speaks against taking a missing record for "never started": namespaces that a rollout has adopted. */
export function lostRecordProblems({
  namespaces,
}: {
  readonly namespaces: readonly Pick<NamespaceFact, 'name' | 'annotations'>[];
}): string[] {
  const adopted = namespaces.filter(({ annotations }) => ORIGINAL_ANNOTATION in annotations);
  if (adopted.length === 0) return [];
  const names = nameSome(adopted.map(({ name }) => name));
  return [
    `the record of the rollout is gone, but namespaces ${names} were adopted by one; ` +
      `restore its ConfigMap from a backup, or, once every pod is where it belongs, remove the annotation ${ORIGINAL_ANNOTATION} to start over`,
  ];
}
