import type { Json } from '../json';

/** Longer values are cut in messages. */
const LONGEST = 80;

/** A value as it stands in a message. */
export function shown(value: Json | undefined): string {
  const text = JSON.stringify(value ?? null);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
