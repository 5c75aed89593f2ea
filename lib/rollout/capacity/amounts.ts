/** Amounts by the names that quotas have for them, such as `pods`, `requests.cpu`, `limits.memory`: a count, cores, or bytes. */
export type Amounts = Readonly<Record<string, number>>;

const UNITS: readonly (readonly [string, number])[] = [
  ['Gi', 2 ** 30],
  ['Mi', 2 ** 20],
];

/** An amount as people write it, such as `500m` of a core, `1.5Gi`, or `3`. */
export function amountText(resource: string, amount: number): string {
  if (/(^|\.)cpu$/.test(resource)) return `${Math.round(amount * 1000)}m`;
  if (!/(memory|storage)$/.test(resource)) return String(amount);
  const [unit, size] = UNITS.find(([, bytes]) => Math.abs(amount) >= bytes) ?? ['', 1];
  return `${Math.round((amount / size) * 100) / 100}${unit}`;
}
