import { printable } from '../../cli/views/page/printable';

/** The same data, of which no text acts on how it is shown, such as by turning the direction of what follows around. */
export function cleaned<T>(data: T): T {
  return cleanedValue(data) as T;
}

function cleanedValue(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(cleanedValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleanedValue(one)]));
}
