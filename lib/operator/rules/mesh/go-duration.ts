import type { Json } from '../../json';

/** Nanoseconds of each unit that Go knows. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

export const MILLISECOND = 1e6;
export const SECOND = 1e9;
export const HOUR = 3600e9;

/**
 * Nanoseconds of a duration as Go writes it, such as `1h30m`.
 * @returns `null` for what is none, which the schema refuses
 */
export function goDuration(value: Json | undefined): number | null {
  if (typeof value !== 'string') return null;
  const [, sign = '', amounts = ''] = /^([-+]?)(.*)$/.exec(value) ?? [];
  if (amounts === '0') return 0;
  const parts = [...amounts.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gy)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== amounts) return null;
  const sum = parts.reduce(
    (total, [, amount, unit]) => total + Number(amount) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
  return sign === '-' ? -sum : sum;
}
