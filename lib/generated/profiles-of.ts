import { PROFILES } from './minors';
import { supportedMinor } from './supported-minor';

/**
 * Istio's profiles by name, each an IstioOperator document without hub and tag.
 * @param minor - such as "1.31"
 * @throws UnsupportedMinorError
 */
export function profilesOf(
  minor: string,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return PROFILES[supportedMinor(minor)]();
}
