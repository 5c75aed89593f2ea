/**
 * How a patch names its two ends: `<revision>@<version>`, such as `1-30@1.30.4`. Both are the same revision, and every label goes
 * on naming it; what differs is the version of its istiod and of the proxies that it injects.
 */
const SEPARATOR = '@';

/** The version that an end of a rollout names; `null` where it is a revision and nothing else. */
export function versionOf(end: string): string | null {
  const index = end.indexOf(SEPARATOR);
  return index < 0 ? null : end.slice(index + 1);
}

/** The revision of an end of a rollout: what labels name. */
export function revisionOf(end: string): string {
  const index = end.indexOf(SEPARATOR);
  return index < 0 ? end : end.slice(0, index);
}

/** The revisions of a rollout, each once. */
export function revisionsOf({ from, to }: { readonly from: string; readonly to: string }) {
  return [...new Set([from, to].map(revisionOf))];
}

/** A revision at a version, as a patch names it. */
export function atVersion(revision: string, version: string): string {
  return `${revision}${SEPARATOR}${version}`;
}

/** Whether a rollout changes the version of a revision, and moves to no other one. */
export function isPatch({ from, to }: { readonly from: string; readonly to: string }): boolean {
  return versionOf(to) !== null && revisionOf(from) === revisionOf(to);
}
