/** Time of day of an epoch time in milliseconds, in UTC, such as `14:05:10`. */
export function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}
