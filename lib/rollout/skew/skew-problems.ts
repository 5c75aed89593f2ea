import type { ClusterFacts } from '../start/cluster-facts';
import type { FrozenWave } from '../record';
import { namespaceNames } from '../wave-members';
import { isPatch } from '../patch/version-of';
import { jumpProblem } from './jump-problem';
import { proxyProblems } from './proxy-problems';
import { versionOfRevision } from './version-of-revision';

/** Declared version of each revision. */
export type DeclaredVersions = Readonly<Record<string, string>>;

/** Versions that Istio does not support beside each other; what names no version is noted and not judged. */
export function skewProblems(
  from: string,
  to: string,
  waves: readonly FrozenWave[],
  { istiods }: ClusterFacts,
  declared: DeclaredVersions,
): { readonly problems: readonly string[]; readonly notes: readonly string[] } {
  // Both ends are one revision, of one minor.
  if (isPatch({ from, to })) return { problems: [], notes: [] };
  const before = versionOfRevision(from, istiods);
  if (before === null) {
    const note = `no istiod of ${from} names its version, so it is not known whether ${to} may follow it`;
    return { problems: [], notes: [note] };
  }
  const version = declared[to];
  const target = version === undefined ? null : { revision: to, version };
  const jump = target === null ? null : jumpProblem(before, target);
  const namespaces = new Set(waves.flatMap(namespaceNames));
  const proxies = proxyProblems(istiods, namespaces, before, jump === null ? target : null);
  return { problems: [...(jump === null ? [] : [jump]), ...proxies], notes: [] };
}
