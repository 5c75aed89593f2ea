import type { InspectedObject } from '../../lib/cluster/inspect-objects';
import type { EngineResult } from '../../lib/deploy/engine';
import type { Update } from '../../lib/deploy/engine-run';
import { EMPTY_STACK, type StackState } from '../../lib/deploy/stack-state';
import type { DeployPorts } from '../../lib/reconcile/deploy';
import type { Observation } from '../../lib/rollout/observation';
import { anObservation } from './rollout-builders';

/** What a test lets the world be. */
export interface World {
  readonly inspected?: ReadonlyMap<string, InspectedObject>;
  readonly state?: StackState;
  readonly observation?: Observation;
  readonly result?: EngineResult;
}

export const DONE: EngineResult = {
  ok: true,
  changes: [],
  warnings: [],
  diagnostics: [],
  log: '',
};

/** Ports that write down, in order, what is asked of them. */
export class RecordingPorts implements DeployPorts {
  readonly calls: string[] = [];
  readonly runs: Update[] = [];
  readonly engine: DeployPorts['engine'];
  readonly inspect: DeployPorts['inspect'];
  readonly observe: DeployPorts['observe'];
  readonly withdraw: DeployPorts['withdraw'];

  constructor(world: World = {}) {
    const note = <T>(call: string, answer: T): Promise<T> => {
      this.calls.push(call);
      return Promise.resolve(answer);
    };
    this.engine = {
      state: () => note('state', world.state ?? EMPTY_STACK),
      remember: (existing) =>
        note(`remember ${existing.map(({ name }) => name).join(', ')}`, undefined),
      up: (update) => {
        this.runs.push(update);
        return note('up', world.result ?? DONE);
      },
      remove: () => note('remove', undefined),
    };
    this.inspect = () => note('inspect', world.inspected ?? new Map());
    this.observe = (revisions) =>
      note(`observe ${revisions.join(', ')}`, world.observation ?? anObservation());
    this.withdraw = ({ apiVersion, kind, metadata }, managers) =>
      note(
        `withdraw ${managers.join(', ')} from ${apiVersion} ${kind} ${metadata.name}`,
        undefined,
      );
  }
}
