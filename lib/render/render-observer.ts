import type { ChartName } from './charts/chart-set';

/** What became of one chart. */
export interface ChartRender {
  readonly chart: ChartName;
  /** Istio release of the chart, such as `1.31.2`. */
  readonly version: string;
  readonly result: 'success' | 'failure';
  /** `hit` where nothing had to be rendered. */
  readonly cache: 'hit' | 'miss';
  readonly seconds: number;
  /** How many objects it gave; 0 for a failure. */
  readonly objects: number;
}

/** Whoever counts and logs what the render stage does. */
export interface RenderObserver {
  rendered(render: ChartRender): void;
}
