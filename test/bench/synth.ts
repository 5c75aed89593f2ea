import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chartArchives } from '../support/chart-archives';
import { renderEnvironment } from '../support/render-environment';
import { median, timeOf } from './time-of';

const ROOT = join(__dirname, '..', '..');
const RUNS = 5;

/** How large a tree is, and what tells it from every other. */
function contentOf(folder: string): {
  readonly files: number;
  readonly bytes: number;
  readonly digest: string;
} {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  let bytes = 0;
  for (const file of files) {
    const content = readFileSync(file);
    bytes += content.length;
    hash.update(`${file.slice(folder.length)}\0`).update(content);
  }
  return { files: files.length, bytes, digest: hash.digest('hex') };
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-bench-'));
  const variables = await renderEnvironment();
  const charts = chartArchives(variables);
  const env = {
    ...variables,
    ISTIO_REVISIONS_CHARTS: charts,
    ISTIO_REVISIONS_CHARTS_LOCK: join(folder, 'charts.lock'),
    ISTIO_REVISIONS_CACHE: join(folder, 'cache'),
  };
  const run = (round: number) => {
    const outdir = join(folder, `tree-${String(round)}`);
    const program = join(__dirname, 'synth-company.ts');
    const loader = join(ROOT, 'lib', 'load-typescript.js');
    const time = timeOf([process.execPath, '-r', loader, program, outdir], env);
    const content = contentOf(outdir);
    rmSync(outdir, { recursive: true });
    return { time, content };
  };
  try {
    const first = run(0);
    const again = Array.from({ length: RUNS }, (_, index) => run(index + 1));
    const { wall, cpu } = median(again.map(({ time }) => time));
    const { files, bytes, digest } = first.content;
    const isSame = again.every(({ content }) => content.digest === digest);
    say(
      'synth of 3 environments in 6 clusters, each with 40 teams and 200 applications (goal: 10 s)',
    );
    say(
      `  nothing rendered before   ${first.time.wall.toFixed(1)} s, CPU ${first.time.cpu.toFixed(1)} s`,
    );
    say(`  median of ${String(RUNS)} more        ${wall.toFixed(1)} s, CPU ${cpu.toFixed(1)} s`);
    say(
      `  ${String(files)} files, ${(bytes / 1e6).toFixed(1)} MB, ${isSame ? 'the same bytes each time' : 'NOT the same bytes each time'}`,
    );
    if (!isSame) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(charts, { recursive: true, force: true });
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

bench().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
