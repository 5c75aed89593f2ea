import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Mutant } from './mutant';
import { mutantProblem } from './mutant-problem';
import { MUTANTS } from './mutants';

const ROOT = join(__dirname, '..', '..');

/** So many at once; each runs its tests one after the other. */
const AT_ONCE = 2;

/** A mutant that lets its tests hang is killed by that, in milliseconds. */
const MOST_MS = 15 * 60_000;

/** What is tried first finds most of them in seconds; only what survives it is played out. */
const STAGES = [
  'unit/rollout',
  'property/rollout/(every-write|stale|two-drivers|rollout-run)|unit/simulate',
  'property/rollout/random-faults',
] as const;

interface Verdict {
  readonly mutant: Mutant;
  /** The test that found it; `null` where it survived. */
  readonly killedBy: string | null;
}

/** Everything but what is large, or no source. */
const LEFT_OUT = new Set(['node_modules', '.git', '.lab', '.pulumi', 'manifests']);

/** The whole source once more, to change it. */
function copyOfSource(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  cpSync(ROOT, folder, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

async function judge(mutant: Mutant, folder: string): Promise<Verdict> {
  const path = join(folder, 'lib', 'rollout', mutant.file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(mutant.search, () => mutant.replace),
  );
  try {
    return { mutant, killedBy: await firstFailure(folder) };
  } finally {
    writeFileSync(path, text);
  }
}

/** The first test of any stage that fails, `null` where all pass. */
async function firstFailure(folder: string): Promise<string | null> {
  for (const stage of STAGES) {
    const failed = await failureIn(folder, stage);
    if (failed !== null) return failed;
  }
  return null;
}

async function failureIn(folder: string, pattern: string): Promise<string | null> {
  const args = ['--selectProjects', 'unit', '-w', '1', '--bail', '--testPathPatterns', pattern];
  const child = spawn(process.execPath, [join(folder, 'node_modules/jest/bin/jest.js'), ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (said += String(chunk)));
  const timer = setTimeout(() => child.kill('SIGKILL'), MOST_MS);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  if (code === 0) return null;
  return (
    /^ {2}● (.*)$/m.exec(said)?.[1] ??
    (code === null ? 'a run that does not end' : said.slice(-500))
  );
}

/** Judges mutants from a queue in a copy of its own, and tells of each. */
async function work(queue: Mutant[], tell: (verdict: Verdict) => void): Promise<void> {
  const folder = copyOfSource();
  try {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift())
      tell(await judge(mutant, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether every mutant is killed, by tests that pass without any. */
async function main(only: string): Promise<boolean> {
  const chosen = MUTANTS.filter(({ file, claim }) => `${file} ${claim}`.includes(only));
  const problems = chosen.flatMap((mutant) => mutantProblem(mutant) ?? []);
  for (const problem of problems) say(problem);
  if (problems.length > 0) return false;
  const folder = copyOfSource();
  const broken = await firstFailure(folder).finally(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  if (broken !== null) {
    say(`the tests fail without any mutant: ${broken}`);
    return false;
  }
  let survived = 0;
  const tell = ({ mutant: { file, claim }, killedBy }: Verdict) => {
    if (killedBy === null) survived += 1;
    say(`${killedBy === null ? 'SURVIVED' : 'killed  '}  ${file}: ${claim}`);
    if (killedBy !== null) say(`          by ${killedBy}`);
  };
  const queue = [...chosen];
  await Promise.all(Array.from({ length: AT_ONCE }, () => work(queue, tell)));
  say(`${chosen.length - survived} of ${chosen.length} mutants killed`);
  return survived === 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main(process.argv[2] ?? '').then((isProved) => {
  process.exitCode = isProved ? 0 : 1;
});
