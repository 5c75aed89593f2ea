import type { Json, JsonObject } from '../../json';

/** Something that istiod does not take. */
export interface MeshProblem {
  /** Below the mesh configuration; an element of a list by its index. */
  readonly path: readonly string[];
  readonly message: string;
}

/** Looks at the merged mesh configuration. */
export type MeshCheck = (mesh: JsonObject) => readonly MeshProblem[];

/** Says in words what is wrong with a value; `null` when nothing is. */
export type ValueCheck = (value: Json) => string | null;

/** The problems of one value, where it is there. */
export function checked(
  value: Json | undefined,
  path: readonly string[],
  check: ValueCheck,
): MeshProblem[] {
  const message = value === undefined || value === null ? null : check(value);
  return message === null ? [] : [{ path, message }];
}
