import type { Json } from '../json';
import type { Setting } from '../traced';

/** A leaf of an installation: what it is, and why. */
export interface ExplainedLeaf {
  /** Below the spec, as `--set` takes it; of what has several names the one below `values`. */
  readonly path: readonly string[];
  readonly value: Json;
  readonly setBy: Setting;
  /** Whom that overrode, first the one that would have the say without it. */
  readonly overrode: readonly Setting[];
  /**
   * The charts that get the value, a gateway's with its name; where they get different ones there are several leaves. Empty
   * where nothing that is installed has a use for it, absent of what is no value.
   */
  readonly charts?: readonly string[];
}
