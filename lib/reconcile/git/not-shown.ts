import { inspectObjects } from '../../cluster/inspect-objects';
import type { ObjectSender } from '../../cluster/raw-objects';
import type { TreeChange } from '../../git/delivery/tree-changes';
import { fieldChanges } from '../deploy-plan/field-changes';
import { refOf, refText } from '../deploy-plan/object-change';

/**
 * In what a cluster differs from what was committed, a sentence an object: nothing once whoever applies the tree has. The API server says
 * itself what a write would change, so that its defaults are no difference.
 * @throws Error when the cluster cannot be read
 */
export async function notShown(
  client: ObjectSender,
  changes: readonly Pick<TreeChange, 'op' | 'object'>[],
): Promise<string[]> {
  const desired = changes.map(({ object }, index) => ({
    key: String(index),
    body: object,
  }));
  const inspected = await inspectObjects(client, desired);
  return changes.flatMap(({ op, object }, index) => {
    const found = inspected.get(String(index));
    const name = refText(refOf(object));
    const live = found?.live ?? null;
    if (op === 'delete') return live === null ? [] : [`${name} is still there`];
    if (found === undefined || live === null) return [`${name} is not there yet`];
    if (found.refusal !== null) return [`${name} would be refused: ${found.refusal}`];
    if (found.applied === null) return [`${name} could not be tried: ${found.untried ?? ''}`];
    const { applied } = found;
    const fields = fieldChanges({
      kind: object.kind,
      live,
      applied,
      recorded: null,
      declared: object,
    });
    const [first] = fields;
    if (first === undefined) return [];
    const shown = first.before === undefined ? 'absent' : JSON.stringify(first.before);
    return [`${name} has ${first.path} ${shown}`];
  });
}
