import { isServing } from './inject';
import type { SimState } from './sim-state';

/** Points a tag at a revision. It keeps the CA that it had until the istiod of that revision writes its own. */
export function pointTag(state: SimState, tag: string, revision: string): void {
  state.tags = { ...state.tags, [tag]: revision };
}

/** Deletes a tag, its CA with it. */
export function dropTag(state: SimState, tag: string): void {
  const { [tag]: _revision, ...tags } = state.tags;
  const { [tag]: _authority, ...authorities } = state.authorities;
  Object.assign(state, { tags, authorities });
}

/** Each istiod that serves writes its CA into the tags that name its revision. */
export function takeTagsOver(state: SimState): void {
  for (const [tag, revision] of Object.entries(state.tags)) {
    if (isServing(state, revision)) state.authorities[tag] = revision;
  }
}
