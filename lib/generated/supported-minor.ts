import { MINORS, type Minor } from './minors';

/** Thrown for an Istio minor that there are no types of; `code` is stable. */
export class UnsupportedMinorError extends Error {
  override readonly name = 'UnsupportedMinorError';
  readonly code = 'unsupported-minor';
  readonly minor: string;

  constructor(minor: string) {
    super(`Istio ${minor} is not supported; this version supports ${MINORS.join(' and ')}`);
    this.minor = minor;
  }
}

/**
 * The minor, where it is a supported one.
 * @throws UnsupportedMinorError naming those that are.
 */
export function supportedMinor(minor: string): Minor {
  const found = MINORS.find((supported) => supported === minor);
  if (found === undefined) throw new UnsupportedMinorError(minor);
  return found;
}
