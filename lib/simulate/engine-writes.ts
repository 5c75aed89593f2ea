import { REVISION_LABEL } from '../rollout/names';
import { atVersion, revisionOf, versionOf } from '../rollout/patch/version-of';
import { tagOf } from '../rollout/pointers/pointer-key';
import type { RolloutPosition } from '../rollout/position';
import { labelNamespace } from './carry-out';
import {
  addressKey,
  dropGeneration,
  gatewayWrites,
  generationKey,
  generationText,
  giveGeneration,
  leadTo,
} from './gateway-writes';
import type { GatewayWrite } from './gateway-write';
import { isInstalled } from './inject';
import { Refused } from './refused';
import { install } from './roll-istiods';
import { namespaceOf } from './namespace-of';
import type { SimIstiod, SimState } from './sim-state';
import { dropTag, pointTag } from './sim-tags';

/** One object that an engine run writes or deletes. */
export type EngineWrite =
  | { readonly type: 'install'; readonly revision: string }
  /** Gives the istiods of a revision another version. */
  | { readonly type: 'version'; readonly revision: string; readonly version: string }
  | {
      readonly type: 'label';
      readonly name: string;
      readonly uid: string;
      readonly revision: string;
    }
  | GatewayWrite
  | { readonly type: 'tag'; readonly tag: string; readonly revision: string }
  | { readonly type: 'drop-tag'; readonly tag: string }
  | { readonly type: 'pointer'; readonly key: string; readonly revision: string }
  | { readonly type: 'remove'; readonly revision: string };

const NAMESPACE = 'Namespace ';
const TAG = 'Tag ';

/**
 * What one `up` at a position writes, in order. As the real engine it writes what differs from what it wrote last; only
 * with a refresh does it see what somebody else changed since. A namespace that does not live is not in the tree.
 */
export function engineWrites(
  state: SimState,
  position: RolloutPosition,
  refresh: boolean,
): EngineWrite[] {
  const { to } = state;
  const isThere = refresh ? isInstalled(state, to) : revisionKey(to) in state.written;
  const installs =
    versionOf(to) === null && position.installed && !position.retired.includes(to) && !isThere;
  const labels = position.namespaces.flatMap(({ name, uid, revision }): EngineWrite[] => {
    const live = namespaceOf(state, name);
    if (live?.uid !== uid) return [];
    const before = refresh ? live.labels[REVISION_LABEL] : state.written[labelKey(uid)];
    return before === revision ? [] : [{ type: 'label', name, uid, revision }];
  });
  return [
    ...(installs ? [{ type: 'install', revision: to } as const] : []),
    ...versionWrites(state, position, refresh),
    ...tagWrites(state, position, refresh),
    ...labels,
    ...gatewayWrites(state, position, refresh),
    ...pointerWrites(state, position, refresh),
    ...position.retired
      .filter((revision) => isInstalled(state, revision))
      .map((revision) => ({ type: 'remove', revision }) as const),
  ];
}

function versionWrites(
  state: SimState,
  { versions = {} }: RolloutPosition,
  refresh: boolean,
): EngineWrite[] {
  return Object.entries(versions).flatMap(([revision, version]) => {
    const place = atVersion(revision, version);
    const isThere = refresh
      ? state.istiods.some((istiod) => istiod.revision === place)
      : state.written[versionKey(revision)] === version;
    return isThere ? [] : [{ type: 'version', revision, version } as const];
  });
}

function tagWrites(
  { tags, written }: SimState,
  position: RolloutPosition,
  refresh: boolean,
): EngineWrite[] {
  const moved = Object.entries(position.tags).filter(
    ([tag, revision]) => (refresh ? tags[tag] : written[TAG + tag]) !== revision,
  );
  const dropped = Object.keys(written)
    .filter((key) => key.startsWith(TAG))
    .map((key) => key.slice(TAG.length))
    .filter((tag) => !(tag in position.tags));
  return [
    ...moved.map(([tag, revision]) => ({ type: 'tag', tag, revision }) as const),
    ...dropped.map((tag) => ({ type: 'drop-tag', tag }) as const),
  ];
}

/** Writes one object. @throws Refused where the API server would */
export function writeObject(state: SimState, write: EngineWrite): void {
  if (state.conditions.engineFails) throw new Refused('503: the engine cannot reach the cluster');
  switch (write.type) {
    case 'install':
      if (!isInstalled(state, write.revision)) install(state, write.revision);
      state.written[revisionKey(write.revision)] = write.revision;
      return;
    case 'version':
      giveVersion(state, write.revision, write.version);
      state.written[versionKey(write.revision)] = write.version;
      return;
    case 'label':
      labelNamespace(state, write);
      state.written[labelKey(write.uid)] = write.revision;
      return;
    case 'generation':
      giveGeneration(state, write);
      state.written[generationKey(write)] = generationText(write);
      return;
    case 'address':
      leadTo(state, write.key, write.serving);
      state.written[addressKey(write.key)] = String(write.serving);
      return;
    case 'drop-generation':
      dropGeneration(state, write);
      state.written = without(state.written, generationKey(write));
      return;
    case 'tag':
      pointTag(state, write.tag, write.revision);
      state.written[TAG + write.tag] = write.revision;
      return;
    case 'drop-tag':
      dropTag(state, write.tag);
      state.written = without(state.written, TAG + write.tag);
      return;
    case 'pointer': {
      const tag = tagOf(write.key);
      if (tag === null) state.validator = write.revision;
      else pointTag(state, tag, write.revision);
      state.written[pointerName(write.key)] = write.revision;
      return;
    }
    case 'remove':
      if (state.remote === null) {
        state.istiods = state.istiods.filter(({ revision }) => revision !== write.revision);
        state.restarted = without(state.restarted, write.revision);
        state.leases = [...new Set([...state.leases, write.revision])];
      } else state.remote = state.remote.filter((revision) => revision !== write.revision);
      state.written = without(state.written, revisionKey(write.revision));
      return;
    default:
      write satisfies never;
  }
}

/** What left the tree is forgotten: it is somebody else's from then on. */
export function forgetUnwanted(state: SimState, { namespaces }: RolloutPosition): void {
  const wanted = new Set(namespaces.map(({ uid }) => labelKey(uid)));
  const dropped = Object.keys(state.written).filter(
    (key) => key.startsWith(NAMESPACE) && !wanted.has(key),
  );
  state.written = without(state.written, ...dropped);
}

/** Rolls the istiods of a revision: those before serve until the new ones do. */
function giveVersion(state: SimState, revision: string, version: string): void {
  const place = atVersion(revision, version);
  state.versions[place] = version;
  const isOld = (istiod: SimIstiod) =>
    revisionOf(istiod.revision) === revision && istiod.revision !== place;
  if (!state.istiods.some(isOld)) return;
  for (const istiod of state.istiods.filter(isOld))
    istiod.goneAt = state.now + state.timing.istiodStartMs;
  install(state, place);
  removeGoneIstiods(state);
}

/** Istiods that others took the place of are gone once those serve. */
export function removeGoneIstiods(state: SimState): void {
  state.istiods = state.istiods.filter(({ goneAt }) => goneAt === null || goneAt > state.now);
}

/** What leads to a revision, where the tree has it. */
function pointerWrites(
  state: SimState,
  { pointers }: RolloutPosition,
  refresh: boolean,
): EngineWrite[] {
  return Object.entries(pointers).flatMap(([key, revision]): EngineWrite[] => {
    const tag = tagOf(key);
    const live = tag === null ? state.validator : (state.tags[tag] ?? null);
    if (live === null || state.foreign.includes(key)) return [];
    const before = refresh ? live : state.written[pointerName(key)];
    return before === revision ? [] : [{ type: 'pointer', key, revision }];
  });
}

function pointerName(key: string): string {
  return `Pointer ${key}`;
}

function labelKey(uid: string): string {
  return `${NAMESPACE}${uid}`;
}

function versionKey(revision: string): string {
  return `Version ${revision}`;
}

function revisionKey(revision: string): string {
  return `Revision ${revision}`;
}

function without(
  written: Readonly<Record<string, string>>,
  ...keys: readonly string[]
): Record<string, string> {
  const gone = new Set(keys);
  return Object.fromEntries(Object.entries(written).filter(([key]) => !gone.has(key)));
}
