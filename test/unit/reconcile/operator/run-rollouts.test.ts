import type { StreamEvent, WatchSource } from '../../../../lib/cluster/watch-source';
import { OperatorMetrics } from '../../../../lib/reconcile/operator/operator-metrics';
import type { WatchedRollout } from '../../../../lib/reconcile/operator/reconcile-rollout';
import { runRollouts, type RolloutsOptions } from '../../../../lib/reconcile/operator/run-rollouts';
import type { WorkResult } from '../../../../lib/reconcile/operator/work-queue';
import { rolloutKey } from '../../../../lib/rollout/object/rollout-object';
import {
  aRolloutObject,
  aRolloutStatus,
  reportOf,
  type RolloutObjectChanges,
} from '../../../support/rollout-objects';
import { VirtualTime } from '../../../support/virtual-time';

type Change = StreamEvent<WatchedRollout>;

/** A watch that tells what a test lets happen. */
class Source implements WatchSource<WatchedRollout> {
  readonly #objects: readonly WatchedRollout[];
  tell: (event: Change) => void = () => undefined;

  constructor(objects: readonly WatchedRollout[]) {
    this.#objects = objects;
  }

  list() {
    return Promise.resolve({ objects: this.#objects, resourceVersion: '1' });
  }

  watch(
    _from: object,
    on: { opened: () => void; event: (event: Change) => void },
    signal: AbortSignal,
  ) {
    on.opened();
    this.tell = on.event;
    return new Promise<void>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error('aborted'));
      });
    });
  }
}

type Reconcile = RolloutsOptions['reconcile'];

/** The loop of a leader over some objects, with every turn that it began. */
function loop(objects: readonly WatchedRollout[], reconcile: Reconcile) {
  const time = new VirtualTime();
  const stop = new AbortController();
  const source = new Source(objects);
  const metrics = new OperatorMetrics();
  const turns: string[] = [];
  const ignore = () => undefined;
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore, with: () => log };
  let ids = 0;
  const done = runRollouts({
    rollouts: source,
    reconcile: (object, turn) => {
      turns.push(`${object.metadata.name}@${String(object.metadata.generation)}`);
      return reconcile(object, turn);
    },
    metrics,
    log,
    startTimer: time.startTimer,
    random: () => 1,
    newId: () => String((ids += 1)),
    uptime: () => time.now,
    signal: stop.signal,
  });
  let version = 1;
  const tell = (change: 'MODIFIED' | 'ADDED' | 'DELETED', changes: RolloutObjectChanges) => {
    const { metadata, ...object } = aRolloutObject(changes);
    version += 1;
    const resourceVersion = String(version);
    const changed = { ...object, metadata: { ...metadata, resourceVersion } };
    source.tell({ type: 'changed', change, object: changed });
    return time.pass(0);
  };
  return { time, turns, metrics, tell, end: () => (stop.abort(), done) };
}

/** Drives until it is asked to stop, where nobody else is driven; else it is refused for a minute. */
const drives: Reconcile = (object, { seat }) => {
  if (seat.taken() !== null) return Promise.resolve({ type: 'done', requeueAfterMs: 60_000 });
  const signal = seat.take(rolloutKey(object));
  return new Promise<WorkResult>((resolve) => {
    signal.addEventListener('abort', () => {
      seat.leave();
      resolve({ type: 'done' });
    });
  });
};

describe('the loop over RevisionRollout objects', () => {
  it('drives one of them, and lets the others be told that they wait', async () => {
    const { time, turns, end } = loop(
      [aRolloutObject({ name: 'a' }), aRolloutObject({ name: 'b' })],
      drives,
    );
    await time.pass(0);
    expect(turns).toEqual(['a@1', 'b@1']);
    await time.pass(60_000);
    expect(turns).toEqual(['a@1', 'b@1', 'b@1']);
    await end();
  });

  it.each([
    ['edited', { generation: 2 }, ['a@1', 'a@2']],
    ['annotated', { annotations: { 'istio-revisions.dev/paused': 'true' } }, ['a@1', 'a@1']],
  ])(
    'stops the driver of an object that is %s, and looks at it anew',
    async (_how, changes, all) => {
      const { time, turns, tell, end } = loop([aRolloutObject({ name: 'a' })], drives);
      await time.pass(0);
      await tell('MODIFIED', { name: 'a', ...changes });
      expect(turns).toEqual(all);
      await end();
    },
  );

  it('does not stop it for its own status', async () => {
    const { time, turns, tell, end } = loop([aRolloutObject({ name: 'a' })], drives);
    await time.pass(0);
    await tell('MODIFIED', { name: 'a', status: aRolloutStatus() });
    expect(turns).toEqual(['a@1']);
    await end();
  });

  it('stops the driver of an object that is deleted, and whoever waited is next', async () => {
    const { time, turns, tell, metrics, end } = loop(
      [aRolloutObject({ name: 'a' }), aRolloutObject({ name: 'b' })],
      drives,
    );
    await time.pass(0);
    metrics.rollouts.count('istio-system/a', reportOf());
    await tell('DELETED', { name: 'a' });
    expect(turns).toEqual(['a@1', 'b@1', 'b@1']);
    expect((await metrics.scrape()).text).not.toContain('object="istio-system/a"');
    await end();
  });

  it('drives an object that was made anew under the name of one that was driven', async () => {
    const { time, turns, tell, end } = loop([aRolloutObject({ name: 'a' })], drives);
    await time.pass(0);
    await tell('DELETED', { name: 'a' });
    await tell('ADDED', { name: 'a', uid: 'another', generation: 7 });
    expect(turns).toEqual(['a@1', 'a@7']);
    await end();
  });

  it('lets two that fail one after the other keep their pauses', async () => {
    const fails: Reconcile = (object, { seat }) => {
      seat.take(rolloutKey(object));
      seat.leave();
      return Promise.resolve({ type: 'failed', reason: 'no' });
    };
    const { time, turns, end } = loop(
      [aRolloutObject({ name: 'a' }), aRolloutObject({ name: 'b' })],
      fails,
    );
    await time.pass(60_000);
    expect(turns.length).toBeLessThan(20);
    await end();
  });

  it('ends what it drives when it is asked to stop, and tells nothing of it any more', async () => {
    const { time, metrics, end } = loop([aRolloutObject({ name: 'a' })], drives);
    await time.pass(0);
    metrics.rollouts.count('istio-system/a', reportOf());
    const { text } = await metrics.scrape();
    expect(text).toContain(
      'istio_revisions_rollout_phase{object="istio-system/a",phase="moving"} 1',
    );
    expect(text).toContain(
      'istio_revisions_rollout_state{object="istio-system/a",state="running"} 1',
    );
    expect(text).toContain('istio_revisions_rollout_waves{object="istio-system/a"} 1');
    expect(text).toContain('istio_revisions_rollout_namespaces_moved{object="istio-system/a"} 1');
    metrics.rollouts.count('istio-system/a', { ...reportOf(), phase: 'done' });
    expect((await metrics.scrape()).text).not.toContain('phase="moving"');
    await end();
    expect((await metrics.scrape()).text).not.toContain('object="istio-system/a"');
  });
});
