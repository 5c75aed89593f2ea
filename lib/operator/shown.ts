import type { Json } from './json';

/** A value as it stands in a message, cut where it is longer. */
export function shown(value: Json | undefined, longest = 80): string {
  const text = JSON.stringify(value ?? null);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
