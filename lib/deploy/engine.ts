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
import { engineRun, providerRun, type EngineRun, type RunPlace, type Update } from './engine-run';
import { handOver, removeLeftTrees, TREE_VARIABLE } from './handed-tree';
import type { MappedResource } from './map-tree';
import { providerInputs, type DeployTarget } from './provider-inputs';
import { readProject } from './read-project';
import { rememberExisting } from './remember-existing';
import type { ResourceChange } from './resource-change';
import { PRIVATE, runPulumi, type PulumiRun } from './run-pulumi';
import { breakLock, readLocks } from './stack-locks';
import { EMPTY_STACK, parseStackState, type StackState } from './stack-state';

const WAIT_MS = 1_000;

/** Older engines know the second only together with the first. */
const WITHOUT_CHECKPOINTS = { PULUMI_EXPERIMENTAL: 'true', PULUMI_SKIP_CHECKPOINTS: 'true' };

/** Which project and stack, and where the engine keeps its logs. */
export interface EngineOptions {
  readonly projectDir: string;
  readonly stack: string;
  readonly target: DeployTarget;
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
  /** What the program and the provider warn of, a line each. */
  readonly warnings: readonly string[];
  /** What went wrong, a line each. */
  readonly diagnostics: readonly string[];
  readonly log: string;
}

/** Pulumi for one stack. */
export interface Engine {
  /** What the stack remembers of its last update; what a killed engine left half-done is finished first. */
  readonly state: () => Promise<StackState>;
  /** Lets the stack remember objects that exist already, so that the next update finds them instead of creating them. */
  readonly remember: (existing: readonly MappedResource[]) => Promise<void>;
  /** Forgets a stack that remembers nothing any more. @throws Error when it still does. */
  readonly remove: () => Promise<void>;
  readonly up: (update: Update) => Promise<EngineResult>;
}

/**
 * Runs Pulumi with a program that registers the tree it is handed. Before each run it waits for a live engine of the same
 * stack, breaks the lock of a dead one, and finishes what that one left half-done.
 */
export function createEngine(options: EngineOptions): Engine {
  let prepared = false;
  let known = EMPTY_STACK;
  const open = async (): Promise<ExportedStack> => {
    await clearLocks(options);
    const found = await exportStack(options);
    const exported = hasPendingOperations(found) ? await recover(options, found) : found;
    known = parseStackState(exported);
    return exported;
  };
  const up = async (update: Update): Promise<EngineResult> => {
    if (prepared) await clearLocks(options);
    else await open();
    requireNotInterrupted(options.signal);
    const finished = await deploy(options, engineRun(update, known, whereOf(options)));
    // An engine that failed may have been killed; the next run looks at what it left.
    prepared = finished.run.code === 0;
    known = EMPTY_STACK;
    return toResult(finished.run, finished.events);
  };
  return {
    up,
    state: async () => {
      await open();
      prepared = true;
      return known;
    },
    remember: async (existing) => {
      let exported = await open();
      prepared = true;
      if (known.provider === null) {
        const made = await begin(options);
        if (!made.ok) throw new Error(`the stack cannot be begun: ${made.diagnostics.join('; ')}`);
        exported = await exportStack(options);
      }
      await importStack(options, rememberExisting(exported, existing));
    },
    remove: async () => {
      await open();
      const left = known.resources.map(({ name }) => name).join(', ');
      if (left !== '') throw new Error(`stack "${options.stack}" still remembers ${left}`);
      // What is left is the engine's own provider, which nothing else removes.
      const removed = await ask(options, [
        'stack',
        'rm',
        '--yes',
        '--force',
        `--stack=${options.stack}`,
      ]);
      if (removed.code !== 0)
        throw new Error(`stack "${options.stack}" cannot be removed: ${removed.output.trim()}`);
    },
  };
}

/** The first update of a stack, with its provider only. */
async function begin(options: EngineOptions): Promise<EngineResult> {
  const { run, events } = await deploy(options, providerRun(whereOf(options)));
  return toResult(run, events);
}

function whereOf({ projectDir, stack, target, env }: EngineOptions): RunPlace {
  const inputs = providerInputs(target, { ...process.env, ...env });
  return { stack, project: readProject(projectDir).name, inputs };
}

/** What a killed engine was creating is taken into the state where it exists and forgotten where it does not. */
async function recover(options: EngineOptions, exported: ExportedStack): Promise<ExportedStack> {
  options.onProgress?.(
    'an engine was killed in the middle; its unfinished operations are cleared up',
  );
  const created = new Set<string>();
  for (const { urn, type, id } of pendingCreates(exported)) {
    if (await options.exists(type.replace(/Patch$/, ''), id)) created.add(urn);
  }
  const settled = settlePending(exported, created);
  await importStack(options, settled);
  return settled;
}

async function importStack(options: EngineOptions, stack: ExportedStack): Promise<void> {
  const file = join(options.workDir, `state-${String(process.pid)}.json`);
  writeFileSync(file, JSON.stringify(stack), { mode: PRIVATE.file });
  const imported = await ask(options, [
    'stack',
    'import',
    `--file=${file}`,
    `--stack=${options.stack}`,
  ]);
  rmSync(file, { force: true });
  if (imported.code !== 0)
    throw new Error(`the stack's state could not be mended: ${imported.output.trim()}`);
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
    throw new Error(`stack "${stack}" cannot be opened: ${output.trim()}${adviceFor(output)}`);
  const created = await ask(options, ['stack', 'init', '--non-interactive', '--no-select', stack]);
  if (created.code !== 0)
    throw new Error(`stack "${stack}" cannot be created: ${created.output.trim()}`);
  return {};
}

function adviceFor(output: string): string {
  return output.includes('failed to load checkpoint')
    ? '; restore its file from the .bak beside it, or remove both: what is ours is found again in the cluster'
    : '';
}

/** Updates the stack, and returns what the event log holds. */
async function deploy(
  options: EngineOptions,
  { flags, checkpoints, ...handed }: EngineRun,
): Promise<{ readonly run: PulumiRun; readonly events: string }> {
  const args = ['up', '--non-interactive', '--yes', '--skip-preview', ...flags];
  const base = logBase(options, args);
  const [eventLog, tree] = [`${base}.events`, `${base}.tree`];
  removeLeftTrees(options.workDir);
  handOver(tree, handed);
  // The engine would make it readable for everybody.
  writeFileSync(eventLog, '', { mode: PRIVATE.file });
  const env = {
    ...options.env,
    [TREE_VARIABLE]: tree,
    ...(checkpoints ? {} : WITHOUT_CHECKPOINTS),
  };
  try {
    const run = await pulumi(
      { ...options, env },
      [...args, `--stack=${options.stack}`, `--event-log=${eventLog}`],
      `${base}.log`,
    );
    return { run, events: readFileSync(eventLog, 'utf8') };
  } finally {
    for (const file of [eventLog, tree]) rmSync(file, { force: true });
  }
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

function toResult(run: PulumiRun, events: string): EngineResult {
  const { changes, errors, warnings } = parseEventLog(events);
  const ok = run.code === 0;
  const said = errors.length > 0 ? errors : [run.output.trim().split('\n').slice(-8).join('\n')];
  return {
    ok,
    changes,
    warnings,
    diagnostics: ok ? [] : [...said, `log: ${run.log}`],
    log: run.log,
  };
}
