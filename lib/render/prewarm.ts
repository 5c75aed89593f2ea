import { availableParallelism } from 'node:os';
import type { HelmRelease } from './helm-release';
import { askHelm, knownHelm, type Helm } from './helm/find-helm';
import { observed } from './helm/observed';
import { renderedBefore, renderJob } from './helm/render-job';
import { runHelm } from './helm/run-helm';
import type { RenderObserver } from './render-observer';

/**
 * Renders charts side by side, as many as there are processors, so that `helmTemplate` finds them in the cache: constructs are
 * synchronous, and would render one after the other. A chart that refuses its values is left to that call, which says so.
 */
export async function prewarm(
  releases: readonly HelmRelease[],
  env: NodeJS.ProcessEnv,
  observer?: RenderObserver,
): Promise<void> {
  // The base chart takes longest.
  const queue = [...releases].sort((a, b) => rank(a) - rank(b));
  if (queue.length === 0) return;
  // Nothing is kept of a Helm whose version was never asked, so it is asked while charts render.
  const helm = askHelm(env);
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await warm(next, env, helm, observer);
    }
  };
  await Promise.allSettled([helm, ...Array.from({ length: availableParallelism() }, work)]);
}

function rank({ chart }: HelmRelease): number {
  return chart.name === 'base' ? 0 : 1;
}

/** What goes wrong here goes wrong again for whoever needs the objects, and is told then. */
async function warm(
  release: HelmRelease,
  env: NodeJS.ProcessEnv,
  helm: Promise<Helm>,
  observer: RenderObserver | undefined,
): Promise<void> {
  try {
    if (knownHelm(env) !== null && renderedBefore(release, env) !== null) return;
    const told = observed(release.chart, observer);
    const job = renderJob(release, env);
    try {
      const [output] = await Promise.all([runHelm(job.run), helm]);
      told.rendered(job.finish(output));
    } finally {
      job.dispose();
    }
  } catch {
    return;
  }
}
