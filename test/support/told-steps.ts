import type { Action, Decision } from '../../lib/rollout/action';
import { violationsOf } from '../../lib/rollout/invariants';
import type { Observation } from '../../lib/rollout/observation';
import type { RolloutRecord } from '../../lib/rollout/record';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import type { SimCluster } from '../../lib/simulate/sim-cluster';
import { newDriver } from '../../lib/simulate/sim-driver';
import { performWrite } from '../../lib/simulate/sim-write';
import { stepDriver } from '../../lib/simulate/step-driver';

/** The shortest time between two looks, in milliseconds: time passes while one looks. */
const LOOK_MS = 100;

const MOST_STEPS = 1000;

/** A rollout whose words are read. */
export interface Told {
  readonly spec: RolloutSpec;
  readonly cluster: SimCluster;
  /** Before every step: what happens to the cluster, and what people say. */
  readonly onStep?: (record: RolloutRecord | null) => void;
  /** What a look shows. @default the truth */
  readonly observe?: (truth: Observation, record: RolloutRecord | null) => Observation;
}

/**
 * What a rollout tells an operator until its driver stops, each line the first time: the status, what is done and why, and every
 * gate that does not pass; in the end how long it took, by the clock of the model.
 */
export function toldSteps({ spec, cluster, onStep, observe = (truth) => truth }: Told): string[] {
  const begin = cluster.now;
  const lines = new Set<string>();
  let driver = newDriver('driver', cluster.now);
  for (let steps = 0; steps < MOST_STEPS && driver.end === null; steps += 1) {
    onStep?.(cluster.state.store.record);
    if (driver.tasks.length === 0 && driver.held !== null)
      cluster.run(Math.max(LOOK_MS, driver.wakeAt - cluster.now));
    const { driver: after, decision: step } = stepDriver(driver, {
      cluster,
      spec,
      now: cluster.now,
      observe: (record) => observe(cluster.observe(record), record),
      write: (write) => {
        performWrite(cluster.state, write);
      },
    });
    driver = after;
    if (step === null) continue;
    expect(violationsOf(step)).toEqual([]);
    for (const line of linesOf(step.decision)) lines.add(line);
  }
  const seconds = Math.floor((cluster.now - begin) / 1000);
  const { outcome, message } = driver.end ?? { outcome: 'not ended', message: '' };
  return [...lines, `${outcome} after ${seconds} s: ${message}`];
}

function linesOf({ status, actions, gates }: Decision): string[] {
  return [
    status,
    ...actions.map((action) => `  ${action.type} ${subjectOf(action)}: ${action.reason}`),
    ...gates
      .filter(({ verdict }) => verdict !== 'Pass')
      .map(({ gate, verdict, message }) => `  ${gate} ${verdict}: ${message}`),
  ];
}

function subjectOf(action: Action): string {
  switch (action.type) {
    case 'apply':
      return `${action.expect.join(', ')}${action.refresh ? ' after a refresh' : ''}`;
    case 'adopt':
    case 'relabel':
      return `${action.target.name} as ${action.revision}`;
    case 'pin-gateway':
    case 'move-gateway':
      return `${action.target.name} as ${action.revision}`;
    case 'unpin-gateway':
    case 'restore':
      return action.target.name;
    case 'retag':
      return `${action.tag} to ${action.revision}`;
    case 'restart':
      return `${action.kind} ${action.namespace}/${action.name} as ${action.stamp}`;
    case 'evict':
      return `${action.pod} of ${action.kind} ${action.namespace}/${action.name}`;
    case 'cleanup':
      return action.objects.join(', ');
  }
}

/** What a story tells beside others, which are played when that is asked for the first time. */
export function besides(others: () => readonly string[]): (told: Told) => string {
  let known: readonly string[] | null = null;
  return (told) => {
    const usual = (known ??= others());
    return toldSteps(told)
      .filter((line) => !usual.includes(line))
      .join('\n');
  };
}
