import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { resolveBinaries } from '../../lab/binaries/resolve-binaries';
import { resolveCharts } from '../../lab/binaries/resolve-charts';

/** Building Helm, on a machine that has neither it nor the lab's cache, takes a while. */
export const RENDER_SETUP_MS = 60 * 60_000;

/**
 * The environment in which a test renders: a real Helm, the charts of both minors, and nothing of the caller's settings.
 * Charts and a missing Helm come from where the lab has them.
 */
export async function renderEnvironment(): Promise<NodeJS.ProcessEnv> {
  const { PATH, HOME, XDG_CACHE_HOME, ISTIO_REVISIONS_CACHE } = process.env;
  return {
    PATH,
    HOME,
    XDG_CACHE_HOME,
    ISTIO_REVISIONS_CACHE,
    // Its charts are those of the lab, which nothing outside one takes.
    ISTIO_REVISIONS_LAB: '/no/lab/runs/here',
    ISTIO_REVISIONS_CHARTS_LOCK: join(
      mkdtempSync(join(tmpdir(), 'istio-revisions-lock-')),
      'charts.lock',
    ),
    ISTIO_REVISIONS_BIN_HELM: await findHelm(),
    ISTIO_REVISIONS_CHARTS:
      process.env['ISTIO_REVISIONS_CHARTS'] ?? (await resolveCharts(process.env)),
  };
}

async function findHelm(): Promise<string> {
  const explicit = process.env['ISTIO_REVISIONS_BIN_HELM'] ?? onPath('helm');
  if (explicit !== undefined) return explicit;
  const { helm } = await resolveBinaries(process.env, () => undefined, { names: ['helm'] });
  if (helm === undefined) throw new Error('the lab knows no helm');
  return helm.path;
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
