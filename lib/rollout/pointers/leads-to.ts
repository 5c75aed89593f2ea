import { istiodName } from '../health/istiod-name';
import type { PointerFact } from './pointer-fact';

/** Whether a pointer needs a revision: its istiod is called, or keeps the CA bundle. */
export function leadsTo(revision: string, { revision: label, calls }: PointerFact): boolean {
  const service = `/${istiodName(revision)}`;
  return label === revision || calls.some((call) => isService(call) && call.endsWith(service));
}

/** A URL leads somewhere that no name tells. */
function isService(call: string): boolean {
  return !call.includes('://');
}
