import { isDeepStrictEqual } from 'node:util';
import type { FieldConflict, InspectedObject } from '../../lib/cluster/inspect-objects';
import type { ManagedFields, RawObject } from '../../lib/cluster/raw-objects';
import type { KubeBody, MappedResource } from '../../lib/deploy/map-tree';
import { DEPLOY_FIELD_MANAGER } from '../../lib/rollout/names';

/** Values by their paths, as JSON arrays; a list is one value. */
type Fields = ReadonlyMap<string, unknown>;

interface Stored {
  readonly fields: Map<string, unknown>;
  /** Paths by managers. */
  readonly owners: Map<string, Set<string>>;
}

/** Part of every object, and owned by nobody. */
const IDENTITY = ['["apiVersion"]', '["kind"]', '["metadata","name"]', '["metadata","namespace"]'];

/**
 * An API server in memory that knows server-side apply: who owns which field, what a write takes away, and what is a conflict. It
 * has no defaults, no admission, and lists have no keys.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export class SimulatedCluster {
  readonly #objects = new Map<string, Stored>();

  has(body: KubeBody): boolean {
    return this.#objects.has(idOf(body));
  }

  /** Every object without its owners, by name. */
  all(): Record<string, unknown> {
    const entries = [...this.#objects].map(([id, { fields }]) => [id, treeOf(fields)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)));
  }

  /** What an apply would make of it, and with whom it would conflict. */
  inspect({ key, body }: MappedResource): InspectedObject {
    const before = this.#objects.get(idOf(body));
    const live = before === undefined ? null : rawOf(before);
    const trial = copyOf(before);
    const conflicts = applyTo(trial, body, true);
    return { key, live, applied: rawOf(trial), conflicts, refusal: null, untried: null };
  }

  /** @returns conflicts, none of which is written over */
  apply(body: KubeBody): readonly FieldConflict[] {
    const stored = copyOf(this.#objects.get(idOf(body)));
    const conflicts = applyTo(stored, body, false);
    if (conflicts.length === 0) this.#objects.set(idOf(body), stored);
    return conflicts;
  }

  delete(body: KubeBody): void {
    this.#objects.delete(idOf(body));
  }

  /** As somebody with kubectl changes one value: whoever had it has it no more. */
  edit(body: KubeBody, path: string, value: unknown): void {
    const stored = this.#objects.get(idOf(body));
    if (stored?.fields.has(path) !== true) return;
    stored.fields.set(path, value);
    for (const paths of stored.owners.values()) paths.delete(path);
    const own = stored.owners.get('kubectl-edit') ?? new Set();
    stored.owners.set('kubectl-edit', own.add(path));
  }

  /** What they own belongs to nobody from now on. */
  withdraw(body: RawObject, managers: readonly string[]): void {
    const stored = this.#objects.get(idOf(body));
    for (const manager of managers) stored?.owners.delete(manager);
  }
}

/** The paths of a body at which somebody could change something. */
export function pathsOf(body: KubeBody): string[] {
  return [...fieldsOf(body).keys()].filter((path) => !IDENTITY.includes(path));
}

function applyTo(stored: Stored, body: KubeBody, force: boolean): FieldConflict[] {
  const declared = fieldsOf(body);
  const conflicts = [...declared].flatMap(([path, value]) =>
    isDeepStrictEqual(stored.fields.get(path), value) ? [] : othersAt(stored, path),
  );
  if (conflicts.length > 0 && !force) return conflicts;
  const before = stored.owners.get(DEPLOY_FIELD_MANAGER) ?? new Set();
  for (const path of before) {
    if (!declared.has(path) && othersAt(stored, path).length === 0) stored.fields.delete(path);
  }
  for (const [path, value] of declared) {
    const changes = !isDeepStrictEqual(stored.fields.get(path), value);
    stored.fields.set(path, value);
    if (changes) for (const paths of stored.owners.values()) paths.delete(path);
  }
  const owned = [...declared.keys()].filter((path) => !IDENTITY.includes(path));
  stored.owners.set(DEPLOY_FIELD_MANAGER, new Set(owned));
  return conflicts;
}

function othersAt({ owners }: Stored, path: string): FieldConflict[] {
  return [...owners]
    .filter(([manager, paths]) => manager !== DEPLOY_FIELD_MANAGER && paths.has(path))
    .map(([manager]) => ({ manager, field: `.${(JSON.parse(path) as string[]).join('.')}` }));
}

function copyOf(stored: Stored | undefined): Stored {
  const owners = [...(stored?.owners ?? [])].map(
    ([name, paths]) => [name, new Set(paths)] as const,
  );
  return { fields: new Map(stored?.fields), owners: new Map(owners) };
}

function rawOf({ fields, owners }: Stored): RawObject {
  const object = treeOf(fields) as RawObject;
  const managedFields = [...owners].map(([manager, paths]): ManagedFields => ({
    manager,
    operation: manager === DEPLOY_FIELD_MANAGER ? 'Apply' : 'Update',
    fieldsV1: ownedTree(paths),
  }));
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

function ownedTree(paths: ReadonlySet<string>): Record<string, unknown> {
  return treeOf(
    new Map(
      [...paths].map((path) => [
        JSON.stringify((JSON.parse(path) as string[]).map((step) => `f:${step}`)),
        {},
      ]),
    ),
  );
}

function fieldsOf(value: unknown, path: readonly string[] = []): Fields {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isMap ? Object.entries(value) : [];
  if (entries.length === 0) return new Map([[JSON.stringify(path), value]]);
  return new Map(entries.flatMap(([step, inner]) => [...fieldsOf(inner, [...path, step])]));
}

function treeOf(fields: Fields): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of fields) {
    const steps = JSON.parse(path) as string[];
    let at = root;
    for (const step of steps.slice(0, -1)) at = (at[step] ??= {}) as Record<string, unknown>;
    at[steps.at(-1) ?? ''] = value;
  }
  return root;
}

function idOf({
  kind,
  metadata: { name, namespace },
}: Pick<KubeBody, 'kind' | 'metadata'>): string {
  return [kind, namespace, name].filter((part) => part !== undefined).join(' ');
}
