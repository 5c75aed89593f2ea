import type { SimState } from './sim-state';

/** Notes that pods of a namespace come, go or are not ready from now on. */
export function setMoving(state: SimState, namespace: string): void {
  if (!state.moving.includes(namespace)) state.moving = [...state.moving, namespace];
}
