/**
 * Ways to install Istio that a person runs once and that then do nothing: what they own is given up to us. Whoever goes on
 * writing by itself, such as a GitOps controller, is none of them.
 */
const YIELDING: readonly RegExp[] = [
  // istioctl install
  /^istio-operator$/,
  /^helm$/,
  // A hand-made change is drift: it is shown before it is put back.
  /^kubectl(-[a-z-]+)?$/,
  /^before-first-apply$/,
];

/** Whether a field manager gives up what it owns when the source says otherwise. */
export function yields(manager: string): boolean {
  return YIELDING.some((pattern) => pattern.test(manager));
}
