import { isDeepStrictEqual } from 'node:util';
import diff from 'microdiff';
import type { RawObject } from '../../cluster/raw-objects';
import { propertyPath } from '../../deploy/property-path';
import { isOurs } from '../../rollout/is-ours';
import { FIELD_MANAGER } from '../../rollout/names';
import type { FieldChange } from './object-change';
import { ownsField } from './owns-field';
import { valueAt } from './value-at';

type Steps = readonly (string | number)[];

/** What the API server writes itself. */
const NOISE: readonly ((steps: Steps) => boolean)[] = [
  ([first]) => first === 'status',
  ([first, second]) =>
    first === 'metadata' &&
    [
      'creationTimestamp',
      'generation',
      'managedFields',
      'resourceVersion',
      'selfLink',
      'uid',
    ].includes(String(second)),
];

/** How Pulumi's notes to itself begin, which are annotations. */
const NOTE = 'pulumi.com/';

const HIDDEN = '(secret)';

/** One object as it is, as it will be, as it was declared before, and as it is declared now. */
export interface Versions {
  readonly kind: string;
  readonly live: RawObject;
  /** `null` where the write could not be tried. */
  readonly applied: object | null;
  /** What the stack sent last; `null` where it never did. */
  readonly recorded: object | null;
  readonly declared: object;
}

/**
 * The values that a write changes. Where the declared value is the one that was sent last, somebody else changed the cluster:
 * that is drift. Without a memory of what was sent, it is drift where what lives is somebody else's; a value that does not
 * live counts as an edit then. A field that is no longer declared goes too, unless the dry run shows it already gone. Of a
 * write that could not be tried, only what differs from what was sent is known.
 */
export function fieldChanges(noted: Versions): FieldChange[] {
  const versions = withoutNotes(noted);
  const { live, recorded, declared, kind } = versions;
  const applied = versions.applied ?? declared;
  const written = writtenPaths(versions);
  const dropped = recorded === null ? [] : droppedPaths(recorded, declared, live);
  const paths = [...written, ...dropped.filter((path) => !isWithin(path, written))];
  return paths
    .filter((path) => !NOISE.some((isNoise) => isNoise(path)))
    .map((path) => {
      const gone = dropped.includes(path);
      return {
        path: propertyPath(path),
        ...shown(kind, path, 'before', valueAt(live, path)),
        ...(gone ? {} : shown(kind, path, 'after', valueAt(applied, path))),
        cause: isDrift(path, versions) ? ('drift' as const) : ('edit' as const),
      };
    });
}

function withoutNotes({ kind, live, applied, recorded, declared }: Versions): Versions {
  return {
    kind,
    live: withoutNote(live),
    applied: applied === null ? null : withoutNote(applied),
    recorded: recorded === null ? null : withoutNote(recorded),
    declared: withoutNote(declared),
  };
}

/** Where there is no annotation there is an empty map: to be the first one is no change of all of them. */
function withoutNote<T extends object>(object: T): T {
  const { metadata } = object as { readonly metadata?: Annotated };
  const others = Object.entries(metadata?.annotations ?? {}).filter(
    ([name]) => !name.startsWith(NOTE),
  );
  return { ...object, metadata: { ...metadata, annotations: Object.fromEntries(others) } };
}

interface Annotated {
  readonly annotations?: Readonly<Record<string, unknown>>;
}

function writtenPaths({ kind, live, applied, recorded, declared }: Versions): Steps[] {
  if (applied !== null) return diff(live, applied).map(({ path }) => path);
  return recorded === null
    ? []
    : diff(recorded, declared)
        .map(({ path }) => path)
        .filter((path) => !isSecret(kind, path));
}

/** What was declared, is not any more, and lives still. */
function droppedPaths(recorded: object, declared: object, live: object): Steps[] {
  return diff(recorded, declared)
    .filter(({ type, path }) => type === 'REMOVE' && valueAt(live, path) !== undefined)
    .map(({ path }) => path);
}

function isDrift(path: Steps, { kind, live, recorded, declared }: Versions): boolean {
  const isTheirs = !ownsField(live, path, isOurWrite);
  if (recorded === null) return isTheirs && valueAt(live, path) !== undefined;
  // What was sent of a Secret cannot be read back; to call it drift lets the engine look.
  if (isSecret(kind, path)) return isTheirs;
  const wanted = valueAt(declared, path);
  if (!isDeepStrictEqual(valueAt(recorded, path), wanted)) return false;
  // What nobody declared and nobody owns follows from another field, such as a port that the API server chose.
  return wanted !== undefined || ownsField(live, path, (manager) => !isOurWrite(manager));
}

/** Parts of objects that somebody else owns are written under a name of their own. */
function isOurWrite(manager: string): boolean {
  return isOurs(manager) || manager === FIELD_MANAGER;
}

function isSecret(kind: string, [first]: Steps): boolean {
  return kind === 'Secret' && ['data', 'stringData'].includes(String(first));
}

function isWithin(path: Steps, others: readonly Steps[]): boolean {
  return others.some((other) => other.every((step, index) => path[index] === step));
}

function shown(kind: string, path: Steps, side: 'before' | 'after', value: unknown) {
  if (value === undefined) return {};
  return { [side]: isSecret(kind, path) ? HIDDEN : value };
}
