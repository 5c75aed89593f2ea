import { revisionOf } from '../rollout/patch/version-of';
import type { SimState } from './sim-state';

/** Revisions with an istiod, ready or not, or with a Service that leads to one. */
export function installedRevisions({ istiods, remote }: SimState): readonly string[] {
  if (remote !== null) return remote;
  return [...new Set(istiods.map(({ revision }) => revisionOf(revision)))];
}
