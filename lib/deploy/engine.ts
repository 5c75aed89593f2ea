import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import { PRIVATE, runPulumi, type PulumiRun } from './run-pulumi';
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
    requireNotInterrupted(options.signal);
    const flags = [
      ...(command === 'up' ? ['--yes', '--skip-preview'] : []),
      ...(refresh ? ['--refresh'] : []),
    ];
    const finished = await deploy(options, [command, '--non-interactive', ...flags]);
    // An engine that failed may have been killed; the next run looks at what it left.
    prepared = finished.run.code === 0;
    return toResult(
      finished.run,
      finished.events,
      command === 'up' ? await readOutputs(options) : {},
    );
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
  writeFileSync(file, JSON.stringify(settlePending(exported, created)), { mode: PRIVATE.file });
  const imported = await ask(options, [
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
    requireNotInterrupted(signal);
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

/** An engine that starts after the signal would never hear of it. */
function requireNotInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new Error('interrupted before the engine started; nothing was changed');
}

/** The stack's state; a stack that does not exist yet is made, without selecting it for the user's own commands. */
async function exportStack(options: EngineOptions): Promise<ExportedStack> {
  const { stack } = options;
  const exported = await ask(options, ['stack', 'export', `--stack=${stack}`]);
  const { code, stdout, output } = exported;
  if (code === 0) return JSON.parse(stdout) as ExportedStack;
  if (!output.includes('no stack named'))
    throw new Error(`stack "${stack}" cannot be opened: ${output.trim()}`);
  const created = await ask(options, ['stack', 'init', '--non-interactive', '--no-select', stack]);
  if (created.code !== 0)
    throw new Error(`stack "${stack}" cannot be created: ${created.output.trim()}`);
  return {};
}

async function readOutputs(options: EngineOptions): Promise<Record<string, unknown>> {
  const { code, stdout } = await ask(options, [
    'stack',
    'output',
    '--json',
    '--stack',
    options.stack,
  ]);
  return code === 0 ? (JSON.parse(stdout) as Record<string, unknown>) : {};
}

/** Runs what changes objects, or would, and returns what its event log holds. */
async function deploy(
  options: EngineOptions,
  args: readonly string[],
): Promise<{ readonly run: PulumiRun; readonly events: string }> {
  const base = logBase(options, args);
  const eventLog = `${base}.events`;
  // The engine would make it readable for everybody.
  writeFileSync(eventLog, '', { mode: PRIVATE.file });
  const run = await pulumi(
    options,
    [...args, `--stack=${options.stack}`, `--event-log=${eventLog}`],
    `${base}.log`,
  );
  const events = readFileSync(eventLog, 'utf8');
  rmSync(eventLog);
  return { run, events };
}

/** Runs what reads or writes the state. Its log holds the whole state, and is of use only where it failed. */
async function ask(options: EngineOptions, args: readonly string[]): Promise<PulumiRun> {
  const run = await pulumi(options, args, `${logBase(options, args)}.log`);
  if (run.code === 0) rmSync(run.log);
  return run;
}

function pulumi(options: EngineOptions, args: readonly string[], log: string): Promise<PulumiRun> {
  return runPulumi({
    args,
    cwd: options.projectDir,
    env: {
      ...process.env,
      ...options.env,
      // The event log is a debugging flag of the engine, known only with this set.
      PULUMI_DEBUG_COMMANDS: 'true',
      PULUMI_SKIP_UPDATE_CHECK: 'true',
    },
    log,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

/** The log's path without its ending; it says when, who and what. */
function logBase({ workDir }: EngineOptions, args: readonly string[]): string {
  mkdirSync(workDir, { recursive: true });
  // Earlier versions made it readable for everybody.
  chmodSync(workDir, PRIVATE.folder);
  const words = args.slice(0, 2).filter(isWord).join('-');
  return join(workDir, `${String(Date.now())}-${String(process.pid)}-${words}`);
}

function isWord(arg: string): boolean {
  return !arg.startsWith('-');
}

function toResult(
  run: PulumiRun,
  events: string,
  outputs: Readonly<Record<string, unknown>>,
): EngineResult {
  const { changes, errors, warnings } = parseEventLog(events);
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
