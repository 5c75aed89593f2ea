import type { JsonObject } from '../json';
import type { Locate } from '../locate';

/** What a chart sets by itself, as its own templates put it together. */
export interface ChartDefaults {
  /** `values.yaml`. */
  readonly values: ChartFile;
  /**
   * `files/profile-<name>.yaml`, such as `demo`, `platform-gke` or `compatibility-version-1.29`; `null` where there is none, and
   * nothing can be rendered.
   */
  readonly profile: (name: string) => ChartFile | null;
}

/** A file of values in a chart. */
export interface ChartFile {
  readonly content: JsonObject;
  /** Places are those in the chart, such as `istiod/values.yaml:12:3`. */
  readonly locate: Locate;
}
