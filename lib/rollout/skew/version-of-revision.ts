import type { IstiodFact } from '../observation';
import type { VersionedRevision } from './jump-problem';

/** A revision with the version that its istiods have, the lowest where they differ; `null` where none names one. */
export function versionOfRevision(
  revision: string,
  istiods: readonly IstiodFact[],
): VersionedRevision | null {
  const [version] = istiods
    .filter((istiod) => istiod.revision === revision)
    .flatMap((istiod) => istiod.version ?? [])
    .sort(BY_VERSION.compare);
  return version === undefined ? null : { revision, version };
}

const BY_VERSION = new Intl.Collator('en', { numeric: true });
