import type { V1ManagedFieldsEntry } from '@kubernetes/client-node';
import { FIELD_MANAGER, REVISION_LABEL } from '../rollout/names';

/** Who owns the revision label of an object. */
export interface LabelOwners {
  /** True when our Apply entry owns it, and nobody else. */
  readonly revOwned: boolean;
  /** Other field managers that do. */
  readonly revManagers: readonly string[];
}

/** Who owns the revision label of an object with these entries of `managedFields`. */
export function labelOwners(entries: readonly V1ManagedFieldsEntry[] = []): LabelOwners {
  const owners = entries.filter(ownsRevisionLabel);
  return {
    revOwned: owners.length === 1 && owners.every(isOurs),
    revManagers: owners.filter((entry) => !isOurs(entry)).map(({ manager }) => manager ?? ''),
  };
}

/**
 * The same entries with one Apply entry as the only owner of the revision label, so that a later server-side apply of that manager never
 * conflicts and never has to be forced.
 * @param owner - its field manager. What else it owns stays its own
 * @param apiVersion - of the object, by which its applies name its fields
 */
export function ownedBy(
  owner: string,
  entries: readonly V1ManagedFieldsEntry[],
  apiVersion: string,
  now: Date,
): readonly object[] {
  const isOwners = ({ manager, operation }: V1ManagedFieldsEntry) =>
    manager === owner && operation === 'Apply';
  const others = entries
    .filter((entry) => !isOwners(entry))
    .map((entry) => (ownsRevisionLabel(entry) ? withoutRevisionLabel(entry) : entry));
  const before = owner === FIELD_MANAGER ? undefined : entries.find(isOwners);
  const owned = {
    manager: owner,
    operation: 'Apply',
    apiVersion,
    time: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    fieldsType: 'FieldsV1',
    fieldsV1: withRevisionLabel(before?.fieldsV1 as object | undefined),
  };
  return [...others, owned];
}

function withRevisionLabel(fields: object | undefined): object {
  const known = (fields ?? {}) as { readonly 'f:metadata'?: { readonly 'f:labels'?: object } };
  const metadata = known['f:metadata'] ?? {};
  const labels = { ...metadata['f:labels'], [`f:${REVISION_LABEL}`]: {} };
  return { ...known, 'f:metadata': { ...metadata, 'f:labels': labels } };
}

/** Whether an entry of `managedFields` claims the revision label. */
function ownsRevisionLabel(entry: V1ManagedFieldsEntry): boolean {
  const labels = labelFields(entry);
  return labels !== undefined && `f:${REVISION_LABEL}` in labels;
}

/** The label part of an entry's field set. */
function labelFields(entry: V1ManagedFieldsEntry): Record<string, unknown> | undefined {
  const fields = entry.fieldsV1 as
    { 'f:metadata'?: { 'f:labels'?: Record<string, unknown> } } | undefined;
  return fields?.['f:metadata']?.['f:labels'];
}

function withoutRevisionLabel(entry: V1ManagedFieldsEntry): V1ManagedFieldsEntry {
  const fields = structuredClone(entry.fieldsV1) as Record<string, unknown>;
  const copy = { ...entry, fieldsV1: fields };
  const labels = labelFields(copy);
  if (labels !== undefined) Reflect.deleteProperty(labels, `f:${REVISION_LABEL}`);
  return copy;
}

function isOurs(entry: V1ManagedFieldsEntry): boolean {
  return entry.manager === FIELD_MANAGER && entry.operation === 'Apply';
}
