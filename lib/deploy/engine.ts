import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { startTimeMs } from '../process-identity';
import { decideLock } from './lock-decision';
import { parseEventLog } from './parse-event-log';
import {
  hasPendingOperations,
  pendingCreates,
  settlePending,
  type ExportedStack,
} from './pending-operations';
import type { ResourceChange } from './resource-change';
import { runPulumi, type PulumiRun } from './run-pulumi';
import { breakLock, readLocks } from './stack-locks';

const WAIT_MS = 1_000;

/** Which project and stack, and where the engine keeps its logs. */
export interface EngineOptions {
  readonly projectDir: string;
  readonly stack: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workDir: string;
  /** Whether an object exists in the cluster: what a killed engine was creating may or may not be there. */
  readonly exists: (type: string, id: string) => Promise<boolean>;
  readonly onProgress?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** How one run of the engine ended. */
export interface EngineResult {
  readonly ok: boolean;
  readonly changes: readonly ResourceChange[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What the program and the provider warn of, a line each. */
  readonly warnings: readonly string[];
  /** What went wrong, a line each. */
  readonly diagnostics: readonly string[];
  readonly log: string;
}

/** Pulumi for one stack. */
export interface Engine {
  readonly preview: (options?: RunOptions) => Promise<EngineResult>;
  readonly up: (options?: RunOptions) => Promise<EngineResult>;
}

/** How the engine looks at the cluster. */
export interface RunOptions {
  /**
   * Whether the engine reads every object first: what drifted is no difference to what it wrote down.
   * @default false
   */
  readonly refresh?: boolean;
}

/**
 * Runs the project's own Pulumi program. Before each run it waits for a live engine of the same stack, breaks the lock of
 * a dead one, and finishes what that one left half-done.
 */
export function createEngine(options: EngineOptions): Engine {
  let prepared = false;
  const run = async (
    command: 'preview' | 'up',
    { refresh = false }: RunOptions = {},
  ): Promise<EngineResult> => {
    await clearLocks(options);
    if (!prepared) await prepare(options);
    const flags = [
      ...(command === 'up' ? ['--yes', '--skip-preview'] : []),
      ...(refresh ? ['--refresh'] : []),
    ];
    const finished = await pulumi(options, [command, '--non-interactive', ...flags], true);
    // An engine that failed may have been killed; the next run looks at what it left.
    prepared = finished.code === 0;
    return toResult(finished, command === 'up' ? await readOutputs(options) : {});
  };
  return {
    preview: (options) => run('preview', options),
    up: (options) => run('up', options),
  };
}

async function prepare(options: EngineOptions): Promise<void> {
  const exported = await exportStack(options);
  if (hasPendingOperations(exported)) await recover(options, exported);
}

/** What a killed engine was creating is taken into the state where it exists and forgotten where it does not. */
async function recover(options: EngineOptions, exported: ExportedStack): Promise<void> {
  options.onProgress?.(
    'an engine was killed in the middle; its unfinished operations are cleared up',
  );
  const created = new Set<string>();
  for (const { urn, type, id } of pendingCreates(exported)) {
    if (await options.exists(type.replace(/Patch$/, ''), id)) created.add(urn);
  }
  const file = join(options.workDir, `settled-${String(process.pid)}.json`);
  writeFileSync(file, JSON.stringify(settlePending(exported, created)), { mode: 0o600 });
  const imported = await pulumi(options, [
    'stack',
    'import',
    `--file=${file}`,
    `--stack=${options.stack}`,
  ]);
  rmSync(file, { force: true });
  if (imported.code !== 0) {
    throw new Error(`the unfinished operations could not be cleared up: ${imported.output.trim()}`);
  }
}

async function clearLocks({
  env,
  projectDir,
  stack,
  onProgress,
  signal,
}: EngineOptions): Promise<void> {
  let told = '';
  for (;;) {
    if (signal?.aborted === true)
      throw new Error('interrupted before the engine started; nothing was changed');
    const locks = readLocks({ ...process.env, ...env }, projectDir, stack);
    const live = locks.filter(({ file, lock }) => {
      const decision = decideLock(lock, hostname(), startTimeMs);
      if (decision.type === 'refuse') throw new Error(decision.reason);
      if (decision.reason !== told) onProgress?.(decision.reason);
      told = decision.reason;
      if (decision.type === 'break') breakLock(file);
      return decision.type === 'wait';
    });
    if (live.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}

/** The stack's state; a stack that does not exist yet is made, without selecting it for the user's own commands. */
async function exportStack(options: EngineOptions): Promise<ExportedStack> {
  const { stack } = options;
  const { code, output } = await pulumi(options, ['stack', 'export', `--stack=${stack}`]);
  if (code === 0) return JSON.parse(output) as ExportedStack;
  if (!output.includes('no stack named'))
    throw new Error(`stack "${stack}" cannot be opened: ${output.trim()}`);
  const created = await pulumi(options, [
    'stack',
    'init',
    '--non-interactive',
    '--no-select',
    stack,
  ]);
  if (created.code !== 0)
    throw new Error(`stack "${stack}" cannot be created: ${created.output.trim()}`);
  return {};
}

async function readOutputs(options: EngineOptions): Promise<Record<string, unknown>> {
  const { code, output } = await pulumi(options, [
    'stack',
    'output',
    '--json',
    '--stack',
    options.stack,
  ]);
  return code === 0 ? (JSON.parse(output) as Record<string, unknown>) : {};
}

function pulumi(
  options: EngineOptions,
  args: readonly string[],
  events = false,
): Promise<PulumiRun> {
  mkdirSync(options.workDir, { recursive: true });
  const base = join(
    options.workDir,
    `${String(Date.now())}-${String(process.pid)}-${args.slice(0, 2).filter(isWord).join('-')}`,
  );
  const eventLog = `${base}.events`;
  const logged = events ? [...args, `--stack=${options.stack}`, `--event-log=${eventLog}`] : args;
  return runPulumi({
    args: logged,
    cwd: options.projectDir,
    // The event log is a debugging flag of the engine, known only with this set.
    env: { ...process.env, ...options.env, PULUMI_DEBUG_COMMANDS: 'true' },
    log: `${base}.log`,
    eventLog,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

function isWord(arg: string): boolean {
  return !arg.startsWith('-');
}

function toResult(run: PulumiRun, outputs: Readonly<Record<string, unknown>>): EngineResult {
  const { changes, errors, warnings } = parseEventLog(readEvents(run.eventLog));
  const ok = run.code === 0;
  const said = errors.length > 0 ? errors : [run.output.trim().split('\n').slice(-8).join('\n')];
  return {
    ok,
    changes,
    outputs,
    warnings,
    diagnostics: ok ? [] : [...said, `log: ${run.log}`],
    log: run.log,
  };
}

function readEvents(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    rmSync(file, { force: true });
    return text;
  } catch {
    return '';
  }
}
