import { isReady } from './inject';
import type { SimIstiod, SimState } from './sim-state';

/** Istiods of a revision that is installed. */
export const REPLICAS = 2;

/** Puts a revision's istiods there; they take their time to get ready. */
export function install(state: SimState, revision: string): void {
  if (state.remote !== null) {
    state.remote = [...state.remote, revision];
    return;
  }
  for (let replica = 1; replica <= REPLICAS; replica += 1) {
    state.counter += 1;
    state.istiods.push({
      name: `istiod-${revision}-${state.counter}`,
      revision,
      startedAt: state.now,
      restart: state.restarted[revision] ?? null,
      issued: 0,
      goneAt: null,
    });
  }
}

/** One second of a restart as istiod's own strategy does it: all come before any goes. */
export function rollIstiods(state: SimState): void {
  for (const revision of replaced(state)) {
    const fresh = state.istiods.filter((one) => one.revision === revision && isFresh(state, one));
    if (fresh.length === 0) install(state, revision);
    else if (fresh.every((one) => isReady(state, one)))
      state.istiods = state.istiods.filter(
        (one) => one.revision !== revision || isFresh(state, one),
      );
  }
}

/** Whether no restart of istiods is under way. */
export function areIstiodsSettled(state: SimState): boolean {
  return replaced(state).length === 0;
}

/** Whether an istiod was made by the last restart of its revision, or there was none. */
export function isFresh({ restarted }: SimState, { revision, restart }: SimIstiod): boolean {
  return restart === (restarted[revision] ?? null);
}

function replaced(state: SimState): readonly string[] {
  // Those of another cluster are restarted there.
  if (state.remote !== null) return [];
  const old = state.istiods.filter((one) => one.goneAt === null && !isFresh(state, one));
  return [...new Set(old.map(({ revision }) => revision))];
}
