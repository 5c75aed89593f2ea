import { nameSome } from '../name-some';
import type { IstiodFact } from '../observation';
import type { VersionedRevision } from './jump-problem';
import { minorOf } from './minor-of';

/** So many minors a proxy may be behind its control plane, and behind a proxy that it talks to. */
const BEHIND_ISTIOD = 1;
const BEHIND_PROXY = 2;

/**
 * Proxies of namespaces that are connected to `from` and are not within what Istio supports: newer than their control plane, too
 * far behind it, or too far behind the proxies of `to` that they would meet. What names no version is left out.
 * @param to - `null` where its version is not known
 */
export function proxyProblems(
  istiods: readonly IstiodFact[],
  namespaces: ReadonlySet<string>,
  from: VersionedRevision,
  to: VersionedRevision | null,
): string[] {
  const own = istiods.filter(({ revision }) => revision === from.revision);
  const byVersion = new Map<string, string[]>();
  for (const { proxies } of own) {
    for (const { proxy, version } of proxies.known ? proxies.value : []) {
      if (!namespaces.has(proxy.slice(proxy.lastIndexOf('.') + 1))) continue;
      byVersion.set(version, [...(byVersion.get(version) ?? []), proxy]);
    }
  }
  return [...byVersion].sort().flatMap(([version, proxies]) => {
    const problem = problemOf(version, from, to);
    return problem === null ? [] : [`proxies ${nameSome(proxies)} (${version}) ${problem}`];
  });
}

function problemOf(
  version: string,
  from: VersionedRevision,
  to: VersionedRevision | null,
): string | null {
  const [own, istiod] = [minorOf(version), minorOf(from.version)];
  if (own === null || istiod === null) return null;
  const plane = `istiod of ${from.revision} (${from.version})`;
  const remedy = 'restart their pods first, or leave their namespaces out';
  if (own > istiod) return `are newer than ${plane}, which is not supported; ${remedy}`;
  if (istiod - own > BEHIND_ISTIOD) {
    return `are ${istiod - own} minors behind ${plane}, at most ${BEHIND_ISTIOD} is supported; ${remedy}`;
  }
  const later = to === null ? null : minorOf(to.version);
  if (to === null || later === null || later - own <= BEHIND_PROXY) return null;
  return `would meet proxies of ${to.revision} (${to.version}), ${later - own} minors later, at most ${BEHIND_PROXY} are supported; ${remedy}`;
}
