import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTool } from '../../lab/binaries/resolve-tool';
import { chartArchives } from '../support/chart-archives';
import { renderEnvironment } from '../support/render-environment';
import {
  MESH_APART,
  MESH_TOGETHER,
  ONE_REVISION,
  writeDocuments,
  type IstioctlDocument,
} from './render-documents';
import { median, timeOf, type Time } from './time-of';

const ROOT = join(__dirname, '..', '..');
const RUNS = 10;
const CLUSTERS = 100;

/** One thing that is timed, beside the others in every round. */
interface Contender {
  readonly name: string;
  /** Goal for the ratio of wall clocks, where there is one. */
  readonly goal?: number;
  readonly run: (round: number) => Time;
}

/** Everything that the bench needs, made once. */
interface Stage {
  readonly folder: string;
  readonly cache: string;
  readonly env: NodeJS.ProcessEnv;
  readonly istioctl: Readonly<Record<'1.30' | '1.31', string>>;
}

async function bench(): Promise<void> {
  const stage = await prepare();
  try {
    say(`median of ${String(RUNS)} rounds, side by side; seconds of wall clock and of CPU`);
    compare(oneRevision(stage));
    compare(wholeMesh(stage));
    manyClusters(stage);
  } finally {
    rmSync(stage.folder, { recursive: true, force: true });
    rmSync(stage.env['ISTIO_REVISIONS_CHARTS'] ?? '', { recursive: true, force: true });
  }
}

async function prepare(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-bench-'));
  const variables = await renderEnvironment();
  const tool = async (name: string) => (await resolveTool(name, process.env, say)).path;
  return {
    folder,
    cache: join(folder, 'cache'),
    env: {
      ...variables,
      // As they are fetched from a repository.
      ISTIO_REVISIONS_CHARTS: chartArchives(variables),
      ISTIO_REVISIONS_CHARTS_LOCK: join(folder, 'charts.lock'),
      ISTIO_REVISIONS_CACHE: join(folder, 'cache'),
    },
    istioctl: { '1.30': await tool('istioctl-1.30'), '1.31': await tool('istioctl-1.31') },
  };
}

function oneRevision(stage: Stage): readonly Contender[] {
  const [document = ''] = writeDocuments(join(stage.folder, 'one'), [ONE_REVISION]);
  const ours = (...more: readonly string[]) =>
    timeOf(
      [
        process.execPath,
        join(ROOT, 'bin/istio-revisions.js'),
        'render',
        `--file=${document}`,
        ...more,
      ],
      stage.env,
    );
  timeOf([process.execPath, join(ROOT, 'bin/istio-revisions.js'), 'render', '--help'], stage.env);
  return [
    { name: 'istioctl manifest generate', run: () => istioctl(stage, ONE_REVISION, document) },
    {
      name: 'render, nothing rendered before',
      goal: 1.3,
      run: () => forgetting(stage, () => ours()),
    },
    {
      name: 'render, other values',
      goal: 0.8,
      run: (round) => ours(`--set=meshConfig.accessLogFile=/dev/${String(round)}`),
    },
    { name: 'render, unchanged', goal: 0.35, run: () => ours() },
    { name: 'node, doing nothing', run: () => timeOf([process.execPath, '-e', '0'], stage.env) },
  ];
}

function wholeMesh(stage: Stage): readonly Contender[] {
  const apart = writeDocuments(join(stage.folder, 'apart'), MESH_APART);
  const together = writeDocuments(join(stage.folder, 'together'), MESH_TOGETHER);
  const all = (documents: readonly IstioctlDocument[], files: readonly string[]) =>
    documents
      .map((document, index) => istioctl(stage, document, files[index] ?? ''))
      .reduce((sum, { wall, cpu }) => ({ wall: sum.wall + wall, cpu: sum.cpu + cpu }));
  const ours = () => synth(stage, 1).time;
  return [
    { name: 'istioctl, a document for each part', run: () => all(MESH_APART, apart) },
    { name: 'synth, nothing rendered before', goal: 0.6, run: () => forgetting(stage, ours) },
    { name: 'synth, unchanged', goal: 0.2, run: ours },
    { name: 'istioctl, in two documents', run: () => all(MESH_TOGETHER, together) },
  ];
}

function manyClusters(stage: Stage): void {
  say(
    `\nsynth of the same mesh for ${String(CLUSTERS)} clusters, and twice as many (goals: 2.10, below 1 GB)`,
  );
  for (const name of ['nothing rendered before', 'unchanged']) {
    const rows = [CLUSTERS, 2 * CLUSTERS].map((clusters) => {
      const own = {
        ...stage.env,
        ISTIO_REVISIONS_CACHE: join(stage.folder, `cache-${String(clusters)}`),
      };
      return synth({ ...stage, env: own }, clusters);
    });
    const [one, two] = rows;
    const ratio = (two?.time.wall ?? NaN) / (one?.time.wall ?? NaN);
    const gigabytes = rows.map(({ bytes }) => (bytes / 1e9).toFixed(2)).join(' and ');
    say(
      `  ${name.padEnd(36)} ${seconds(one?.time.wall)} and ${seconds(two?.time.wall)} s, ratio ${ratio.toFixed(2)}; ${gigabytes} GB`,
    );
  }
}

function istioctl(
  { istioctl: paths, env }: Stage,
  { minor }: IstioctlDocument,
  file: string,
): Time {
  return timeOf([paths[minor], 'manifest', 'generate', `--filename=${file}`], env);
}

function synth(stage: Stage, clusters: number): { readonly time: Time; readonly bytes: number } {
  const program = join(__dirname, 'synth-meshes.ts');
  const loader = join(ROOT, 'lib/load-typescript.js');
  const outdir = join(stage.folder, `manifests-${String(clusters)}`);
  const command = [process.execPath, '-r', loader, program, String(clusters), outdir];
  const { stderr, ...time } = timeOf(command, stage.env);
  return { time, bytes: Number(stderr) * 1024 };
}

/** Without what earlier runs rendered and learnt of Helm. Sources stay transpiled, as an installation has them. */
function forgetting({ cache }: Stage, run: () => Time): Time {
  for (const name of ['renders', 'helm-versions']) {
    rmSync(join(cache, name), { recursive: true, force: true });
  }
  return run();
}

/** Prints every contender beside the first. */
function compare(contenders: readonly Contender[]): void {
  const rounds = Array.from({ length: RUNS }, (_, round) =>
    contenders.map(({ run }) => run(round)),
  );
  const results = contenders.map((_, index) => median(rounds.flatMap((row) => row[index] ?? [])));
  say(`\n  ${''.padEnd(36)}  wall  ratio   goal    cpu  ratio`);
  contenders.forEach(({ name, goal }, index) => {
    const [first, own] = [results[0], results[index]];
    const ratio = (of: keyof Time) =>
      ((own?.[of] ?? NaN) / (first?.[of] ?? NaN)).toFixed(2).padStart(6);
    const wanted = (goal?.toFixed(2) ?? '').padStart(6);
    say(
      `  ${name.padEnd(36)} ${seconds(own?.wall)} ${ratio('wall')} ${wanted} ${seconds(own?.cpu).padStart(6)} ${ratio('cpu')}`,
    );
  });
}

function seconds(value = NaN): string {
  return value.toFixed(2).padStart(5);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

bench().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
