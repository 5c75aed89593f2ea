const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** A time span for people, in its two largest units: `6m10s`, `2h10m`, `3d`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first < 0) return '0s';
  let left = whole;
  return UNITS.slice(first, first + 2)
    .map(([name, size]) => {
      const count = Math.floor(left / size);
      left -= count * size;
      return count === 0 ? '' : `${count}${name}`;
    })
    .join('');
}

/** A time that is known within bounds, in seconds, such as `2m20s to 3m20s`. */
export function rangeText({
  earliest,
  latest,
}: {
  readonly earliest: number;
  readonly latest: number;
}): string {
  const [from, to] = [durationText(earliest), durationText(latest)];
  return from === to ? from : `${from} to ${to}`;
}
