const VERSION =
  /:(\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.\d+)?)(?:-(?:debug|distroless))?(?:@\w+:\w+)?$/;

/** The Istio version that an image's tag names, such as `1.31.0` of `…/proxyv2:1.31.0-distroless`; `null` where it names none. */
export function imageVersion(image: string): string | null {
  return VERSION.exec(image)?.[1] ?? null;
}
