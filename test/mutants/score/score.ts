import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lowerBound, upperBound } from '../../../lib/rollout/metrics/confidence';
import { sampleBlocks } from './sample-blocks';

const ROOT = join(__dirname, '..', '..', '..');
const REPORT = join(ROOT, '.lab', 'mutation-score.json');
const ALPHA = 0.025;

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Judged[] }>>;
}

interface Judged {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number } };
  readonly status: string;
  readonly statusReason?: string;
}

const ALIVE: readonly string[] = ['Survived', 'NoCoverage'];

/** Stryker's score of the planner, over all of it, or over blocks of it that are drawn by a seed. */
function main(blocks: string, seed: number): void {
  const chosen = blocks === '' ? ['lib/rollout/**/*.ts'] : sampleBlocks(ROOT, Number(blocks), seed);
  const config = 'test/mutants/score/stryker.config.json';
  const { status } = spawnSync(
    join(ROOT, 'node_modules/.bin/stryker'),
    ['run', config, '--mutate', chosen.join(',')],
    { cwd: ROOT, stdio: 'inherit' },
  );
  if (status !== 0) throw new Error('Stryker did not come to a score; what it says is above.');
  const { files } = JSON.parse(readFileSync(REPORT, 'utf8')) as Report;
  let killed = 0;
  let alive = 0;
  for (const [path, { mutants }] of Object.entries(files)) {
    killed += mutants.filter(isKilled).length;
    for (const mutant of mutants.filter(isAlive)) {
      alive += 1;
      const { mutatorName, replacement = '', location } = mutant;
      say(`${mutant.status} ${path}:${location.start.line} ${mutatorName}: ${replacement}`);
    }
  }
  const all = killed + alive;
  const lower = percent(lowerBound(killed, all, ALPHA));
  const upper = percent(upperBound(killed, all, ALPHA));
  say(`${killed} of ${all} mutants killed: ${percent(killed / all)}, seed ${seed}`);
  if (blocks !== '') say(`of all of lib/rollout, with 95 % confidence: ${lower} to ${upper}`);
}

function isKilled({ status, statusReason }: Judged): boolean {
  return status === 'Killed' || (status === 'Timeout' && statusReason !== undefined);
}

/** One that ran out of time without a word may as well have met a machine that stood still: only who counts its rounds is sure. */
function isAlive(mutant: Judged): boolean {
  return ALIVE.includes(mutant.status) || (mutant.status === 'Timeout' && !isKilled(mutant));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main(process.argv[2] ?? '', Number(process.argv[3] ?? '1'));
