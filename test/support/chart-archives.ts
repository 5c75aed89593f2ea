import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ISTIO_VERSIONS } from '../../lab/binaries/catalog';
import { releasedCharts } from './released-charts';

const CHARTS = ['base', 'istio-control/istio-discovery', 'gateway'];

/** Runs Helm with nothing of the caller's. */
export function helm(env: NodeJS.ProcessEnv, args: readonly string[]): string {
  const home = mkdtempSync(join(tmpdir(), 'istio-revisions-helm-'));
  try {
    return execFileSync(env['ISTIO_REVISIONS_BIN_HELM'] ?? 'helm', args, {
      encoding: 'utf8',
      env: { PATH: env['PATH'], HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * Charts of the releases of the lab as Istio's Helm repository has them: packed by Helm, with an index.
 * @returns a new folder with `<chart>-<version>.tgz` and `index.yaml`; removing it is the caller's business
 */
export function chartArchives(env: NodeJS.ProcessEnv): string {
  const charts = releasedCharts(env['ISTIO_REVISIONS_CHARTS'] ?? '');
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-archives-'));
  for (const minor of Object.keys(ISTIO_VERSIONS)) {
    const sources = CHARTS.map((chart) => join(charts, minor, 'manifests', 'charts', chart));
    helm(env, ['package', ...sources, `--destination=${folder}`]);
  }
  rmSync(charts, { recursive: true });
  helm(env, ['repo', 'index', folder]);
  return folder;
}
