import { isDeepStrictEqual } from 'node:util';

/**
 * What an object's inputs are by now: the values that live in the cluster, in the shape of those that were recorded; what
 * nobody recorded is somebody else's, and what is gone is absent.
 * @param written - the object as it would be if the recorded inputs were written again. Where that is what lives already,
 *   the API server only spells a value differently (`2048Mi` is `2Gi` there), and the recorded one stays.
 */
export function liveInputs<T extends object>(recorded: T, live: object, written: object): T {
  return pruned(recorded, live, written) as T;
}

function pruned(recorded: unknown, live: unknown, written: unknown): unknown {
  if (Array.isArray(recorded) && Array.isArray(live)) {
    const known = recorded.slice(0, live.length);
    return known.map((item, index) => pruned(item, live[index], itemOf(written, index)));
  }
  if (isMap(recorded) && isMap(live)) {
    const kept = Object.keys(recorded).map((key): [string, unknown] => [
      key,
      pruned(recorded[key], live[key], itemOf(written, key)),
    ]);
    return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
  }
  return isDeepStrictEqual(live, written) ? recorded : live;
}

function itemOf(container: unknown, key: string | number): unknown {
  return typeof container === 'object' && container !== null
    ? (container as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
