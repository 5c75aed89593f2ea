/** Where one key of the work queue stands. A key that is in none of these is idle. */
export type KeyState =
  | { readonly at: 'queued'; readonly failures: number }
  | { readonly at: 'running'; readonly failures: number; readonly then: AfterRun }
  | { readonly at: 'delayed'; readonly failures: number; readonly until: 'requeue' | 'back-off' };

/** What was asked for while the key ran: nothing, once more, once more as something new, or to forget it. */
type AfterRun = 'rest' | 'again' | 'anew' | 'forget';

/** What happens to a key. */
export type KeyEvent =
  /** @param reset - it is something new, such as another generation: earlier failures say nothing about it */
  | { readonly type: 'add'; readonly reset: boolean }
  | { readonly type: 'start' }
  | { readonly type: 'due' }
  | { readonly type: 'succeed'; readonly requeueAfterMs: number | null }
  | { readonly type: 'fail' }
  | { readonly type: 'forget' };

/** What follows; `undefined` as state means idle. */
export interface KeyStep {
  readonly state: KeyState | undefined;
  /** Set exactly when the key became delayed: a wait of its own choice, or the back-off of that many failures. */
  readonly wait?: { readonly ms: number } | { readonly attempt: number };
}

/**
 * What an event means for a key. While it runs it never runs a second time, but what was asked for meanwhile makes it run once
 * more. What waits already is not added twice. After a failure only something new runs before the pause is over.
 */
export function keyStep(state: KeyState | undefined, event: KeyEvent): KeyStep {
  switch (event.type) {
    case 'add':
      return { state: added(state, event.reset) };
    case 'start':
      return { state: { at: 'running', failures: state?.failures ?? 0, then: 'rest' } };
    case 'due':
      return { state: state?.at === 'delayed' ? queued(state.failures) : state };
    case 'succeed':
      return succeeded(state, event.requeueAfterMs);
    case 'fail':
      return failed(state);
    case 'forget':
      return { state: state?.at === 'running' ? { ...state, then: 'forget' } : undefined };
  }
}

function queued(failures: number): KeyState {
  return { at: 'queued', failures };
}

function added(state: KeyState | undefined, reset: boolean): KeyState {
  if (state === undefined) return queued(0);
  if (state.at === 'running') {
    const isNew = reset || state.then === 'anew' || state.then === 'forget';
    return { ...state, then: isNew ? 'anew' : 'again' };
  }
  if (reset) return queued(0);
  return state.at === 'delayed' && state.until === 'requeue' ? queued(state.failures) : state;
}

function succeeded(state: KeyState | undefined, requeueAfterMs: number | null): KeyStep {
  if (state?.at !== 'running') return { state };
  if (state.then === 'forget') return { state: undefined };
  if (state.then !== 'rest') return { state: queued(0) };
  if (requeueAfterMs === null) return { state: undefined };
  return {
    state: { at: 'delayed', failures: 0, until: 'requeue' },
    wait: { ms: requeueAfterMs },
  };
}

function failed(state: KeyState | undefined): KeyStep {
  if (state?.at !== 'running') return { state };
  if (state.then === 'forget') return { state: undefined };
  if (state.then === 'anew') return { state: queued(0) };
  const failures = state.failures + 1;
  return { state: { at: 'delayed', failures, until: 'back-off' }, wait: { attempt: failures } };
}
