import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';

/** sha256 over a value, in hex; the same for values that differ in the order of keys only. */
export function digest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
