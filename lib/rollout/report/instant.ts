/** A time as reports give it, such as `2026-03-01T14:05:10Z`. @param at - epoch milliseconds */
export function instant(at: number): string {
  return new Date(at).toISOString().replace(/[.]\d{3}Z$/, 'Z');
}

/** The same of a time that there may be none of. */
export function instantOrNull(at: number | null): string | null {
  return at === null ? null : instant(at);
}
