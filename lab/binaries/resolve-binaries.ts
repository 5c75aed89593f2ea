import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { cpus, freemem } from 'node:os';
import { delimiter, join } from 'node:path';
import { LabError } from '../lab-error';
import { cacheDir } from '../../lib/cache-dir';
import { downloadBinary } from '../../lib/download-binary';
import { withFileLock, type LockWait } from '../../lib/file-lock';
import { cacheKey } from './cache-key';
import { BINARIES, type BinaryRecipe } from './catalog';
import { chooseSource, explicitName, type Candidates } from './choose-source';
import { downloadOf } from './downloads';
import { goBuild, requireGo } from './go-build';

/** One program, ready to run. */
export interface ResolvedBinary {
  readonly path: string;
  readonly version: string;
}

/** Linking an API server takes about this much; more builds at once than memory allows are slower, not faster. */
const BYTES_PER_BUILD = 4 * 1024 ** 3;

const MODULES = join(__dirname, '..', 'modules');

/** Which programs, and until when. */
export interface ResolveOptions {
  /** @default every program of the lab */
  readonly names?: readonly string[];
  /** Ends the builds. */
  readonly signal?: AbortSignal;
}

/**
 * The programs of the lab: downloaded where they cannot be found, and built where they cannot be downloaded.
 * @throws LabError when a download is not what its project published, Go is missing, a build fails, or a variable names a path that is no program.
 */
export async function resolveBinaries(
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
  { names, signal }: ResolveOptions = {},
): Promise<Record<string, ResolvedBinary>> {
  const recipes = BINARIES.filter(({ name }) => names?.includes(name) ?? true);
  return resolveRecipes(recipes, env, say, signal);
}

/** The same for any recipes, by their names. @throws LabError as above */
export async function resolveRecipes(
  recipes: readonly BinaryRecipe[],
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<Record<string, ResolvedBinary>> {
  const cache = join(cacheDir(env), 'bin');
  mkdirSync(cache, { recursive: true });
  const resolved: Record<string, ResolvedBinary> = {};
  const missing: BinaryRecipe[] = [];
  for (const recipe of recipes) {
    const source = chooseSource(recipe, candidates(recipe, cache, env));
    if (source.type === 'refuse') throw new LabError(source.message);
    if (source.type === 'build') missing.push(recipe);
    else resolved[recipe.name] = { path: source.path, version: recipe.version };
  }
  const toBuild = await downloadAll(missing, cache, say, signal);
  if (toBuild.length > 0) {
    requireGo(goVersion());
    await buildAll(toBuild, cache, say, signal);
  }
  for (const recipe of missing) {
    resolved[recipe.name] = { path: cachedPath(recipe, cache), version: recipe.version };
  }
  return resolved;
}

/** Downloads what is published, until the network leads nowhere. @returns what has to be built */
async function downloadAll(
  missing: readonly BinaryRecipe[],
  cache: string,
  say: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<BinaryRecipe[]> {
  const rest: BinaryRecipe[] = [];
  let isReachable = true;
  for (const recipe of missing) {
    const download = downloadOf(recipe, process.platform, process.arch);
    if (download === null || !isReachable) {
      rest.push(recipe);
      continue;
    }
    const output = cachedPath(recipe, cache);
    const fetched = await withFileLock(
      `${output}.lock`,
      async () => (isExecutable(output) ? 'there' : downloadBinary(download, output, signal)),
      waitFor(recipe, say, signal),
    );
    if (fetched === 'downloaded') say(`  downloaded ${recipe.name} ${recipe.version}`);
    if (fetched !== 'unreachable') continue;
    isReachable = false;
    say(`  ${new URL(download.url).host} cannot be reached; what is missing is built from source`);
    rest.push(recipe);
  }
  return rest;
}

async function buildAll(
  missing: readonly BinaryRecipe[],
  cache: string,
  say: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const minutes = missing.reduce((sum, recipe) => sum + recipe.minutes, 0);
  say(
    `building ${String(missing.length)} programs from Go modules, about ${String(Math.ceil(minutes))} processor minutes, once`,
  );
  const queue = [...missing].sort((a, b) => b.minutes - a.minutes);
  const workers = Math.max(1, Math.min(cpus().length, 2, Math.floor(freemem() / BYTES_PER_BUILD)));
  let done = 0;
  const work = async () => {
    for (let recipe = queue.shift(); recipe !== undefined; recipe = queue.shift()) {
      const started = Date.now();
      say(`  building ${recipe.name} ${recipe.version} …`);
      try {
        await buildOnce(recipe, cache, say, signal);
      } catch (error) {
        // The lab cannot start without it: nobody should wait for the rest of the queue.
        queue.length = 0;
        throw error;
      }
      done += 1;
      const seconds = Math.round((Date.now() - started) / 1000);
      say(
        `  built ${recipe.name} in ${String(seconds)} s (${String(done)}/${String(missing.length)})`,
      );
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
}

/** Two labs started at once build each program once: the second waits and finds it. */
async function buildOnce(
  recipe: BinaryRecipe,
  cache: string,
  say: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const output = cachedPath(recipe, cache);
  const build = async () => {
    if (isExecutable(output)) return;
    const moduleDir = join(MODULES, recipe.module);
    await goBuild(recipe, { moduleDir, output, log: `${output}.log`, signal });
  };
  await withFileLock(`${output}.lock`, build, waitFor(recipe, say, signal));
}

function waitFor(
  { name }: BinaryRecipe,
  say: (line: string) => void,
  signal: AbortSignal | undefined,
): LockWait {
  return {
    ...(signal === undefined ? {} : { signal }),
    waiting: () => {
      say(`  another command provides ${name}; it is waited for`);
    },
  };
}

function cachedPath(recipe: BinaryRecipe, cache: string): string {
  const pins = ['go.mod', 'go.sum'].map((file) =>
    readFileSync(join(MODULES, recipe.module, file), 'utf8'),
  );
  return join(cache, cacheKey(recipe, pins.join('\n'), `${process.platform}/${process.arch}`));
}

function candidates(recipe: BinaryRecipe, cache: string, env: NodeJS.ProcessEnv): Candidates {
  const explicit = env[explicitName(recipe.name)];
  const onPath = findOnPath(recipe, env);
  const cached = cachedPath(recipe, cache);
  return {
    ...(explicit === undefined
      ? {}
      : { explicit: { path: explicit, exists: isExecutable(explicit) } }),
    ...(onPath === undefined ? {} : { onPath }),
    ...(isExecutable(cached) ? { cached } : {}),
  };
}

function findOnPath(recipe: BinaryRecipe, env: NodeJS.ProcessEnv): Candidates['onPath'] {
  if (recipe.versionArgs === undefined) return undefined;
  for (const dir of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(dir, recipe.onPath ?? recipe.name);
    // The folder of another lab on PATH holds links that go when it goes.
    if (isExecutable(path))
      return { path: realpathSync(path), says: output(path, recipe.versionArgs) ?? '' };
  }
  return undefined;
}

function goVersion(): string | null {
  return output('go', ['version']);
}

function output(command: string, args: readonly string[]): string | null {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 30_000,
    });
  } catch {
    return null;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
