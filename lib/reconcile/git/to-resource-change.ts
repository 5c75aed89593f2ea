import { propertyPath } from '../../deploy/property-path';
import type { ResourceChange } from '../../deploy/resource-change';
import type { TreeChange } from '../../git/delivery/tree-changes';
import { REVISION_LABEL } from '../../rollout/names';

const LABEL = propertyPath(['metadata', 'labels', REVISION_LABEL]);

/** A change of the tree as the engine would announce it: of a Namespace whose revision label alone is meant, that of its label. */
export function toResourceChange({ op, object, paths }: TreeChange): ResourceChange {
  const { apiVersion, kind, metadata } = object;
  const { namespace, name } = metadata;
  const changed = paths.map(propertyPath);
  const isPart =
    kind === 'Namespace' &&
    ('uid' in metadata || (op === 'update' && changed.every((path) => path === LABEL)));
  return {
    op,
    type: `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}${isPart ? 'Patch' : ''}`,
    name: namespace === undefined ? name : `${namespace}/${name}`,
    diff: changed,
  };
}
