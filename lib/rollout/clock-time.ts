/**
 * Time of day of an epoch time in milliseconds, in UTC, such as `14:05:10`; with its date where that is not the day of `now`.
 * @default now - the same day
 */
export function clockTime(at: number, now = at): string {
  const [day = '', time = ''] = new Date(at).toISOString().slice(0, 19).split('T');
  const isToday = new Date(now).toISOString().startsWith(day);
  return isToday ? time : `${day} ${time}`;
}
