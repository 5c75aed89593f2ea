import { readEndState, type EndState, type ReadableMesh } from './end-state';

const SETTLE_MS = 60_000;
const POLL_MS = 500;

/**
 * The state of a mesh once it is as expected or has had its time: what ended leaves Prometheus a moment later, and an istiod that
 * was down may not answer yet.
 */
export async function settledAs(
  expected: EndState,
  mesh: ReadableMesh,
  namespaces: readonly string[],
): Promise<EndState> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const isLast = Date.now() > deadline;
    const state = await readEndState(mesh, namespaces).catch((error: unknown) => {
      if (isLast) throw error;
      return null;
    });
    const isThere = JSON.stringify(state) === JSON.stringify(expected);
    if (state !== null && (isThere || isLast)) return state;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
