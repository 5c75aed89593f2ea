/** What a watch needs of an object; the rest is the API server's JSON as it is. */
export interface WatchedObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
}

/** What became of one object. An object that was made anew under its old name is deleted first, then added. */
export interface WatchChange<T> {
  readonly type: 'added' | 'modified' | 'deleted';
  readonly object: T;
}

/** Why a watch is begun anew. */
export type WatchRestartReason =
  /** The API server ended it after the time that was asked for. */
  | 'ended'
  /** The connection broke. */
  | 'cut'
  /** The history since our version is gone: everything is listed again. */
  | 'expired'
  /** It was open for longer than was asked for. */
  | 'silent'
  /** The API server refused, or could not be reached. */
  | 'error';

/** What happened to a list or a watch. */
export type WatchEvent<T> =
  | { readonly type: 'listed'; readonly objects: readonly T[]; readonly resourceVersion: string }
  | {
      readonly type: 'changed';
      readonly change: 'ADDED' | 'MODIFIED' | 'DELETED';
      readonly object: T;
    }
  | { readonly type: 'bookmark'; readonly resourceVersion: string }
  /** @param held - it was open for a while, which is a sign of life though nothing may have happened to any object */
  | { readonly type: 'over'; readonly reason: WatchRestartReason; readonly held: boolean };

/** What is known of the objects of one kind. */
export interface WatchState<T> {
  /** By `namespace/name`. */
  readonly known: ReadonlyMap<string, T>;
  /** Version up to which `known` is true; `null` means that everything has to be listed. */
  readonly resourceVersion: string | null;
  /** Restarts in a row in which the API server told nothing. */
  readonly failures: number;
}

/** What follows from an event. */
export interface WatchStep<T> {
  readonly state: WatchState<T>;
  readonly changes: readonly WatchChange<T>[];
  /** `null` while a watch goes on. `attempt` says how long to pause, as `backOffMs` counts: 0 means at once. */
  readonly next: { readonly type: 'list' | 'watch'; readonly attempt: number } | null;
}

/**
 * After how many restarts in a row without a sign of life everything is listed: no error says that the version is from a
 * history that the API server no longer has, as after etcd was restored from a backup.
 */
const RELIST_AFTER = 3;

/** Before anything was listed. */
export function nothingKnown<T>(): WatchState<T> {
  return { known: new Map(), resourceVersion: null, failures: 0 };
}

/** Name of an object among those of its kind. */
export function objectKey({ metadata }: WatchedObject): string {
  return metadata.namespace === undefined
    ? metadata.name
    : `${metadata.namespace}/${metadata.name}`;
}

/**
 * What a list or watch event means: the new state, what to tell, and what to do next. A list is compared with what is known, so
 * whatever was missed is told then. A watch that ended or broke is resumed at once where it stopped; whatever repeats without a
 * sign of life between is paused for. Once the history is gone, everything is listed again.
 */
export function watchStep<T extends WatchedObject>(
  state: WatchState<T>,
  event: WatchEvent<T>,
): WatchStep<T> {
  switch (event.type) {
    case 'listed':
      return listed(state, event.objects, event.resourceVersion);
    case 'changed':
      return changed(state, event.change, event.object);
    case 'bookmark':
      return goOn({ ...state, resourceVersion: event.resourceVersion, failures: 0 }, []);
    case 'over':
      return over(state, event.reason, event.held);
  }
}

function goOn<T>(state: WatchState<T>, changes: readonly WatchChange<T>[]): WatchStep<T> {
  return { state, changes, next: null };
}

/** That listing works says nothing about watching, so failures go on being counted. */
function listed<T extends WatchedObject>(
  { known, failures }: WatchState<T>,
  objects: readonly T[],
  resourceVersion: string,
): WatchStep<T> {
  const found = new Map(objects.map((object) => [objectKey(object), object]));
  const changes: WatchChange<T>[] = [];
  for (const [key, object] of known) {
    if (!found.has(key)) changes.push({ type: 'deleted', object });
  }
  for (const [key, object] of found) changes.push(...seen(known.get(key), object));
  const state = { known: found, resourceVersion, failures };
  return { state, changes, next: { type: 'watch', attempt: 0 } };
}

function changed<T extends WatchedObject>(
  state: WatchState<T>,
  change: 'ADDED' | 'MODIFIED' | 'DELETED',
  object: T,
): WatchStep<T> {
  const known = new Map(state.known);
  const key = objectKey(object);
  const before = known.get(key);
  const { resourceVersion } = object.metadata;
  const next = { known, resourceVersion, failures: 0 };
  if (change !== 'DELETED') {
    known.set(key, object);
    return goOn(next, seen(before, object));
  }
  if (!known.delete(key)) return goOn(next, []);
  return goOn(next, [{ type: 'deleted', object }]);
}

function seen<T extends WatchedObject>(before: T | undefined, object: T): WatchChange<T>[] {
  if (before === undefined) return [{ type: 'added', object }];
  if (before.metadata.uid !== object.metadata.uid) {
    return [
      { type: 'deleted', object: before },
      { type: 'added', object },
    ];
  }
  if (before.metadata.resourceVersion === object.metadata.resourceVersion) return [];
  return [{ type: 'modified', object }];
}

function over<T>(state: WatchState<T>, reason: WatchRestartReason, held: boolean): WatchStep<T> {
  const before = held ? 0 : state.failures;
  const failures = reason === 'ended' && held ? 0 : before + 1;
  const isLost = reason === 'expired' || failures >= RELIST_AFTER;
  const resourceVersion = isLost ? null : state.resourceVersion;
  // What an error says is true now; what broke once is most likely whole again.
  const attempt = reason === 'error' ? failures : Math.max(0, failures - 1);
  const type = resourceVersion === null ? 'list' : 'watch';
  return { state: { ...state, resourceVersion, failures }, changes: [], next: { type, attempt } };
}
