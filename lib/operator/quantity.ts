import type { Json } from './json';

/** Decimal powers that Kubernetes names, from the smallest. */
const SUFFIXES: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

/**
 * An amount of CPU as Kubernetes writes it: `0.5` is `500m`, `1000m` is `1`.
 * @returns `null` for nothing and for zero; what is no decimal quantity stays as it is
 */
export function canonicalCpu(value: Json | undefined): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value);
  const [, sign = '', whole = '', fraction = '', suffix = ''] =
    /^([+-]?)(\d*)\.?(\d*)([numkMGTPE]?)$/.exec(text) ?? [];
  if (whole + fraction === '') return text;
  let digits = BigInt(whole + fraction);
  if (digits === 0n) return null;
  let power = (SUFFIXES[suffix] ?? 0) - fraction.length;
  // The largest power that leaves no fraction, and none that has no name.
  while (digits % 10n === 0n) [digits, power] = [digits / 10n, power + 1];
  const named = Math.min(18, Math.floor(power / 3) * 3);
  if (named < -9) return text;
  const name = Object.keys(SUFFIXES).find((key) => SUFFIXES[key] === named) ?? '';
  return `${sign === '-' ? '-' : ''}${String(digits * 10n ** BigInt(power - named))}${name}`;
}
