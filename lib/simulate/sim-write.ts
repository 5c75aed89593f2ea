import type { RolloutRecord } from '../rollout/record';
import { carryOut, type SimAction } from './carry-out';
import { writeObject, type EngineWrite } from './engine-writes';
import { Refused } from './refused';
import type { SimState } from './sim-state';

/** One request of a driver that changes something. */
export type SimWrite =
  | { readonly type: 'record'; readonly record: RolloutRecord; readonly version: number }
  | { readonly type: 'action'; readonly action: SimAction }
  | { readonly type: 'object'; readonly object: EngineWrite };

/** Does what a request asks for. @throws Refused as the API server would */
export function performWrite(state: SimState, write: SimWrite): void {
  if (state.conditions.apiDown) throw new Refused('503: the API server does not answer');
  switch (write.type) {
    case 'record':
      compareAndSwap(state, write.version);
      state.store.record = write.record;
      return;
    case 'action':
      carryOut(state, write.action);
      return;
    case 'object':
      writeObject(state, write.object);
      return;
    default:
      write satisfies never;
  }
}

/** Who writes the record must have seen its newest version. */
function compareAndSwap({ store }: SimState, version: number): void {
  if (store.version !== version) throw new Refused('409: the record changed since it was read');
  store.version += 1;
}
