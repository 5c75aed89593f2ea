import type { JsonObject } from '../operator/json';
import type { Chart } from './charts/chart-set';

/** One chart to render. */
export interface HelmRelease {
  readonly chart: Chart;
  /** What the charts are told of the release's name, which they write into a label. */
  readonly name: string;
  readonly namespace: string;
  readonly values: JsonObject;
}
