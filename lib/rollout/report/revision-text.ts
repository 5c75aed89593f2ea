import type { RolloutReport } from './rollout-report';

/** A revision with its version, where that is known. */
export function revisionText({ revision, version }: RolloutReport['from']): string {
  return version === null ? revision : `${revision} (${version})`;
}
