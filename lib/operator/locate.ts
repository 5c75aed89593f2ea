/** Finds the place of a path in the source text, as `file:line:column`; `undefined` when there is none. */
export type Locate = (path: readonly string[]) => string | undefined;
