/** An Istio release. */
export interface Release {
  /** Such as `1.31.2` or `1.32.0-rc.0`: what its charts are versioned with. */
  readonly version: string;
  /** Such as `1.31`. */
  readonly minor: string;
}

/** What Istio's charts say of their version until a release is built from them. */
export const PLACEHOLDER_VERSION = '1.0.0';

const RELEASE = /^(\d{1,4}\.\d{1,4})\.\d{1,4}(-[0-9A-Za-z.-]{1,96})?$/;

/** Kinds of images that a release has beside the ordinary ones; the charts are the same. */
const IMAGE_VARIANT = /-(distroless|debug)$/;

/** The release that a tag of images names; `null` when it names none. */
export function releaseOf(tag: string): Release | null {
  const version = tag.replace(IMAGE_VARIANT, '');
  const minor = RELEASE.exec(version)?.[1];
  return minor === undefined || version === PLACEHOLDER_VERSION ? null : { version, minor };
}
