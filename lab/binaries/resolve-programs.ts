import type { LabState } from '../state';
import { resolveBinaries } from './resolve-binaries';
import { resolveCharts } from './resolve-charts';

/** What every cluster of a lab runs, made once for all of them. */
export type LabPrograms = Pick<LabState, 'binaries' | 'charts'>;

/** Finds or builds the programs and charts of a lab. */
export async function resolvePrograms(
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<LabPrograms> {
  const binaries = await resolveBinaries(env, say, { signal });
  const charts = await resolveCharts(env);
  signal.throwIfAborted();
  return { binaries, charts };
}
