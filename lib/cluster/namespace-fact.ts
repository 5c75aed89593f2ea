import type { V1ManagedFieldsEntry, V1Namespace } from '@kubernetes/client-node';
import { FIELD_MANAGER, REVISION_LABEL } from '../rollout/names';
import type { NamespaceFact } from '../rollout/observation';

/** What the planner needs to know of a namespace. */
export function namespaceFact(namespace: V1Namespace): NamespaceFact {
  const owners = (namespace.metadata?.managedFields ?? []).filter(ownsRevisionLabel);
  return {
    name: namespace.metadata?.name ?? '',
    uid: namespace.metadata?.uid ?? '',
    labels: namespace.metadata?.labels ?? {},
    annotations: namespace.metadata?.annotations ?? {},
    revOwned: owners.length === 1 && owners.every(isOurs),
    revManagers: owners.filter((entry) => !isOurs(entry)).map(({ manager }) => manager ?? ''),
  };
}

/** Whether an entry of `managedFields` claims the namespace's revision label. */
export function ownsRevisionLabel(entry: V1ManagedFieldsEntry): boolean {
  const labels = labelFields(entry);
  return labels !== undefined && `f:${REVISION_LABEL}` in labels;
}

/** The label part of an entry's field set. */
export function labelFields(entry: V1ManagedFieldsEntry): Record<string, unknown> | undefined {
  const fields = entry.fieldsV1 as
    { 'f:metadata'?: { 'f:labels'?: Record<string, unknown> } } | undefined;
  return fields?.['f:metadata']?.['f:labels'];
}

function isOurs(entry: V1ManagedFieldsEntry): boolean {
  return entry.manager === FIELD_MANAGER && entry.operation === 'Apply';
}
