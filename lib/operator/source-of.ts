import type { OperatorInputs } from './operator-inputs';
import { nearestAt, settingsOf, type TracedObject } from './traced';

/**
 * Where a path of the merged spec was written: a place in a file, the name of a variable, or a setting. Of an element of a
 * list it is the place of the element.
 * @param path - below the spec
 * @returns `undefined` where nothing is known of it
 */
export function sourceOf(
  spec: TracedObject,
  { files }: OperatorInputs,
  path: readonly string[],
): string | undefined {
  const found = nearestAt(spec, path);
  const setting = found === undefined ? undefined : settingsOf(found).at(-1);
  if (setting === undefined) return undefined;
  if (setting.isAssigned === true) return setting.layer;
  const file = files.find(({ name }) => name === setting.layer);
  return file?.locate?.(['spec', ...path]) ?? setting.source;
}
