import type { Chart } from '../charts/chart-set';
import type { KubeObject } from '../kube-object';
import type { ChartRender, RenderObserver } from '../render-observer';

/** How a render ends, each told to the observer with the time since it began. */
export interface Observed {
  readonly hit: (objects: readonly KubeObject[]) => KubeObject[];
  readonly rendered: (objects: readonly KubeObject[]) => KubeObject[];
  readonly failed: () => void;
}

/** Begins to watch the render of a chart. */
export function observed(chart: Chart, observer: RenderObserver | undefined): Observed {
  const began = performance.now();
  const tell = (end: Pick<ChartRender, 'result' | 'cache' | 'objects'>) =>
    observer?.rendered({
      chart: chart.name,
      version: chart.version,
      seconds: (performance.now() - began) / 1000,
      ...end,
    });
  const succeed = (cache: ChartRender['cache']) => (objects: readonly KubeObject[]) => {
    tell({ result: 'success', cache, objects: objects.length });
    return [...objects];
  };
  return {
    hit: succeed('hit'),
    rendered: succeed('miss'),
    failed: () => tell({ result: 'failure', cache: 'miss', objects: 0 }),
  };
}
