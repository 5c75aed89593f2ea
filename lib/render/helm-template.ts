import type { HelmRelease } from './helm-release';
import { observed } from './helm/observed';
import { renderedBefore, renderJob } from './helm/render-job';
import { runHelmSync } from './helm/run-helm';
import type { KubeObject } from './kube-object';
import type { RenderObserver } from './render-observer';

/**
 * Renders a chart with the real Helm, or takes the objects that the same Helm, chart and values gave before. Nothing of the
 * caller's cluster, repositories, plugins or settings of Helm has a part in it.
 * @returns the objects in a stable order, each with its namespace; frozen, since others may get the same
 * @throws HelmError
 */
export function helmTemplate(
  release: HelmRelease,
  env: NodeJS.ProcessEnv,
  observer?: RenderObserver,
): KubeObject[] {
  const told = observed(release.chart, observer);
  const before = renderedBefore(release, env);
  if (before !== null) return told.hit(before);
  try {
    const job = renderJob(release, env);
    try {
      return told.rendered(job.finish(runHelmSync(job.run)));
    } finally {
      job.dispose();
    }
  } catch (error) {
    told.failed();
    throw error;
  }
}
