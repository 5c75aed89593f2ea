const VERSION = /^v?1\.(\d+)(?:$|[.-])/;

/** The minor of an Istio version such as `1.31.0` or `1.31-dev`; `null` for what names none. */
export function minorOf(version: string): number | null {
  const [, minor] = VERSION.exec(version) ?? [];
  return minor === undefined ? null : Number(minor);
}
