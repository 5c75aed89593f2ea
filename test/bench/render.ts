import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labEnv } from '../../lab/lab-env';
import { readRunningLab } from '../../lab/state';
import { CHART, findManifests, readProfile } from '../../lib/render/chart-source';
import { renderOperator } from '../../lib/render/render-operator';
import { resolveRevision } from '../../lib/operator/resolve-revision';
import { toIstioOperator } from '../../lib/operator/to-istio-operator';

const RUNS = 7;
const VERSION = '1.31.0';
const document = toIstioOperator({ revision: '1-31', version: VERSION });

/** Prints how long a revision takes to render beside `helm template` of the same chart and values, in the same run. */
function bench(): void {
  const lab = readRunningLab();
  if (lab === null)
    throw new Error('the bench renders the lab\'s charts: run "istio-revisions lab up" first');
  const cache = mkdtempSync(join(tmpdir(), 'istio-revisions-bench-'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...labEnv(lab, process.env),
    ISTIO_REVISIONS_CACHE: cache,
  };
  const renders = join(cache, 'renders');
  const rows = Array.from({ length: RUNS }, () => {
    rmSync(renders, { recursive: true, force: true });
    return {
      helm: timed(() => {
        helmTemplate(env);
      }),
      cold: timed(() => renderOperator(document, env)),
      warm: timed(() => renderOperator(document, env)),
    };
  });
  const median = (name: 'helm' | 'cold' | 'warm') =>
    rows.map((row) => row[name]).sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
  const helm = median('helm');
  process.stdout.write(
    [
      `istiod ${VERSION}, median of ${String(RUNS)} runs`,
      `  helm template        ${helm.toFixed(0)} ms   1.00`,
      `  render, empty cache  ${median('cold').toFixed(0)} ms   ${(median('cold') / helm).toFixed(2)}`,
      `  render, cached       ${median('warm').toFixed(0)} ms   ${(median('warm') / helm).toFixed(2)}`,
      '',
    ].join('\n'),
  );
  rmSync(cache, { recursive: true, force: true });
}

function helmTemplate(env: NodeJS.ProcessEnv): void {
  const manifests = findManifests(VERSION, undefined, env);
  const { values } = resolveRevision(document, env, (name) => readProfile(manifests, name));
  const chart = join(manifests, 'charts', CHART.istiod);
  const args = ['template', 'istio', chart, '--namespace=istio-system', '--values=-'];
  execFileSync('helm', args, { env, input: JSON.stringify(values), maxBuffer: 1 << 26 });
}

function timed(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

bench();
