import type { ResourceChange } from '../deploy/resource-change';
import type { RolloutRecord } from '../rollout/record';

/**
 * Changes that a preview shows although this step of the rollout is not about them. A wave may change its own objects
 * only; nothing is ever replaced; only a removal deletes, and only what carries the removed revision in its name.
 */
export function unexpectedChanges(
  record: RolloutRecord,
  expect: readonly string[],
  changes: readonly ResourceChange[],
): string[] {
  return changes
    .filter((change) => change.op !== 'same' && !isExpected(record, expect, change))
    .map((change) => `${change.op} ${kindOf(change)} ${change.name}`);
}

function isExpected(
  record: RolloutRecord,
  expect: readonly string[],
  change: ResourceChange,
): boolean {
  if (change.op.includes('replace')) return false;
  if (change.op.startsWith('delete')) {
    // The engine forgets the patch of a namespace that vanished or was given up; the label itself stays as it is.
    return (
      kindOf(change) === 'NamespacePatch' ||
      (record.phase === 'removing' && belongsTo(change, record.plan.from))
    );
  }
  if (record.phase !== 'moving' && record.phase !== 'retaining') return true;
  return expect.some((object) => concerns(object, change));
}

/** A gateway's chart makes several objects of its name; a namespace's patch is the one object of its own. */
function concerns(object: string, change: ResourceChange): boolean {
  const [kind = '', name = ''] = object.split(' ');
  if (kind === 'Namespace') return change.name === name && kindOf(change) === 'NamespacePatch';
  return change.name === name || change.name.startsWith(`${name}-`);
}

function belongsTo(change: ResourceChange, revision: string): boolean {
  const name = change.name.split('/').at(-1) ?? '';
  return name
    .split(/[^a-z0-9-]/)
    .some((part) => part.endsWith(revision) || part.includes(`-${revision}-`));
}

function kindOf(change: ResourceChange): string {
  return change.type.split(':').at(-1) ?? change.type;
}
