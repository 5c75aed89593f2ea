import type { Definitions } from './definition';
import { SCHEMAS } from './minors';
import { supportedMinor } from './supported-minor';

/**
 * Every definition of an Istio minor; where to begin is named in ROOTS.
 * @param minor - such as "1.31"
 * @throws UnsupportedMinorError
 */
export function definitionsOf(minor: string): Definitions {
  return SCHEMAS[supportedMinor(minor)]().$defs;
}
