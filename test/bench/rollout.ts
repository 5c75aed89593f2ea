import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { textPage } from '../../lib/cli/views/page/text-page';
import { reportPage } from '../../lib/cli/views/report-page';
import { plan } from '../../lib/rollout/plan';
import type { RolloutRecord } from '../../lib/rollout/record';
import { aLargeRecord } from '../support/large-mesh';
import { aLargeObservation, afterOnePercent } from '../support/large-observation';
import { aLargeReport } from '../support/large-report';
import { asApplied, AT } from '../support/rollout-builders';
import type { SimulatedCost } from './simulated-rollout';

const CLUSTERS = 20;
const NAMESPACES = 10_000;

/** Goals in milliseconds, as they were set for 10,000 namespaces and 20 clusters. */
const GOALS = { full: 600, changed: 150, twice: 2.2 } as const;

/** Measured beside each other, so that a busy machine is busy for both; the first rounds warm up. */
const ROUNDS = 5;
const WARM_UP = 2;

/** What `plan()` takes for one cluster, in milliseconds of a processor. */
interface Cost {
  /** Nothing of the cluster was looked at before. */
  readonly full: number;
  /** One namespace of a hundred changed since the last look, with its pods and proxies. */
  readonly changed: number;
}

/** Goals of whole rollouts that are simulated: seconds by the clock, and MB. */
const ROLLOUT_GOALS = { seconds: 180, mb: 1000 } as const;

/** In one cluster so large there are more istiods than two, and more pods may start at once. */
const LARGE_AT_ONCE = 200;

/** Namespaces of which a status is shown, and the goal for all but what the API server takes, in milliseconds. */
const SHOWN = 1_000;
const STATUS_GOAL = 1_000;

function bench(): void {
  benchPlan();
  benchStatus();
  say('');
  say(
    'rollouts from the installation to the end, with every decision held against the invariants;',
  );
  say('one Deployment of two pods in each namespace, five waves; nothing is measured');
  benchRollouts(`${CLUSTERS} clusters of ${NAMESPACES / CLUSTERS} namespaces`, [
    CLUSTERS,
    NAMESPACES / CLUSTERS,
  ]);
  benchRollouts(`one cluster of ${NAMESPACES}, ${LARGE_AT_ONCE} pods at once`, [
    1,
    NAMESPACES,
    LARGE_AT_ONCE,
  ]);
}

/** In a process of its own, so that its memory is its own. */
function benchRollouts(what: string, args: readonly number[]): void {
  const main = join(__dirname, 'simulated-rollout.ts');
  const command = ['-r', '@swc-node/register', main, ...args.map(String)];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`simulated rollouts of ${what} failed:\n${stderr}`);
  const cost = JSON.parse(stdout) as SimulatedCost;
  const each = (count: number) => (count / NAMESPACES).toFixed(2);
  say(
    `${what}: ${cost.wall.toFixed(0)} s, ${cost.cpu.toFixed(0)} s of a processor, ${cost.mb.toFixed(0)} MB; goal ${String(ROLLOUT_GOALS.seconds)} s, ${String(ROLLOUT_GOALS.mb)} MB`,
  );
  say(
    `  ${cost.ends.join('; ')} after ${cost.minutes.toFixed(0)} simulated minutes; ${String(cost.looks)} looks, ${String(cost.records)} writes of records`,
  );
  say(
    `  for each namespace: ${each(cost.actions)} writes of the driver, each after it read its object anew, and ${each(cost.objects)} of the engine`,
  );
}

function benchPlan(): void {
  const rounds = Array.from({ length: ROUNDS }, () => ({
    once: costOf(NAMESPACES),
    twice: costOf(2 * NAMESPACES),
  })).slice(WARM_UP);
  const once = medianOf(rounds.map((round) => round.once));
  const twice = medianOf(rounds.map((round) => round.twice));
  say(
    `plan() of the last wave: ${String(NAMESPACES)} namespaces, ${String(3 * NAMESPACES)} pods; all waves are judged`,
  );
  say(
    'milliseconds of a processor, median; 10,000 namespaces over 20 clusters, and in each of them',
  );
  row('in full', once.full, GOALS.full);
  row('after a 1 % change', once.changed, GOALS.changed);
  say(
    `twice as many namespaces: ${ratio(twice.full, once.full)} in full, ${ratio(twice.changed, once.changed)} after a change; goal ${GOALS.twice.toFixed(2)}`,
  );
}

/** What a command takes to start, a decision, and its report as text; making the mesh up counts, too. */
function benchStatus(): void {
  const start = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="%U %S"; time node bin/istio-revisions.js version'],
    {
      cwd: join(__dirname, '..', '..'),
      encoding: 'utf8',
    },
  );
  const seconds = start.stderr.trim().split(' ').map(Number);
  const started = 1000 * seconds.reduce((sum, one) => sum + one, 0);
  const decided = costOf(SHOWN).full;
  const shown = timed(() => textPage(reportPage(aLargeReport(SHOWN)), true)).ms;
  const all = started + decided + shown;
  say(
    `rollout status of ${String(SHOWN)} namespaces, without the answers of the cluster: ${all.toFixed(0)} ms of a processor; goal ${String(STATUS_GOAL)}`,
  );
}

/** A rollout whose every wave was released: the most that there is to look at. */
function costOf(namespaces: number): Cost {
  const large = aLargeRecord(namespaces);
  const record: RolloutRecord = asApplied({ ...large, released: large.plan.waves.length });
  const first = aLargeObservation(record, AT);
  const second = afterOnePercent(first, AT + 1000);
  // What the builders asked of the record must not help the planner.
  const unseen = { ...record };
  const look = timed(() => plan({ observation: first, record: unseen, now: AT }));
  const next = timed(() =>
    plan({ observation: second, record: look.value.record, now: AT + 1000 }),
  );
  const { record: after, status } = next.value;
  if (after.passingSince === null) throw new Error(`a gate does not pass: ${status}`);
  return { full: look.ms, changed: next.ms };
}

/** What the builders left is collected first, as it is not the planner's. */
function timed<T>(work: () => T): { readonly value: T; readonly ms: number } {
  globalThis.gc?.();
  const before = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: (user + system) / 1000 };
}

function medianOf(costs: readonly Cost[]): Cost {
  return {
    full: median(costs.map(({ full }) => full)),
    changed: median(costs.map(({ changed }) => changed)),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function row(what: string, ms: number, goal: number): void {
  const each = (ms * CLUSTERS).toFixed(0);
  say(
    `${what.padEnd(20)} ${ms.toFixed(0).padStart(6)} over all ${each.padStart(6)} in each; goal ${String(goal)}`,
  );
}

function ratio(a: number, b: number): string {
  return (a / b).toFixed(2);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

bench();
