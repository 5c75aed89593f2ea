import fc from 'fast-check';
import type { AlertStory } from './alert-proof';
import {
  aShopPod,
  ENDS_SECONDS,
  RELEASED_SECONDS,
  SHOP,
  toTick,
  type OverTime,
} from './mesh-story';
import { TICK_SECONDS, type ProxyTrace } from './scraped-mesh';

/** From some second on. */
interface Piece {
  readonly from: number;
  readonly value: number;
}

const WHEN = fc.integer({ min: toTick(RELEASED_SECONDS), max: toTick(ENDS_SECONDS - 200) });
const SHARES = [0, 0.003, 0.008, 0.03, 0.08, 0.3, 1];

function pieces(values: readonly number[], maxLength: number): fc.Arbitrary<readonly Piece[]> {
  const piece = fc.record({
    from: WHEN.map((tick) => tick * TICK_SECONDS),
    value: fc.constantFrom(...values),
  });
  return fc.array(piece, { maxLength });
}

const POD = fc.record({
  phase: fc.integer({ min: 0, max: 2 }),
  born: fc.integer({ min: RELEASED_SECONDS + 5, max: 1500 }),
  livesFor: fc.option(fc.integer({ min: 300, max: 1200 })),
  restarts: fc.array(WHEN, { maxLength: 2 }),
  lossShare: fc.constantFrom(0, 0, 0, 0.02, 0.2),
});

type RandomPod = typeof POD extends fc.Arbitrary<infer P> ? P : never;

/** Any traffic, failures, pods, restarts and lost scrapes, of a namespace that was well before its wave. */
export const A_STORY: fc.Arbitrary<Omit<AlertStory, 'name'>> = fc
  .record({
    perScrape: pieces([0, 2, 20, 60, 400, 3000], 4),
    errors: pieces(SHARES, 5),
    slow: pieces(SHARES, 2),
    denied: pieces([0, 0.02, 0.2], 2),
    plain: pieces([0, 0.02, 0.2], 2),
    unreached: pieces(SHARES, 2),
    pods: fc.array(POD, { maxLength: 3 }),
    isRetained: fc.boolean(),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ perScrape, errors, slow, denied, plain, unreached, pods, isRetained, seed }) => ({
    isRetained,
    story: {
      shop: [...SHOP, ...pods.map((pod, index) => podOf(pod, index, seed))],
      perScrape: overTime(perScrape, 60),
      // Together they are never more than everything.
      errors: times(overTime(errors, 0), 0.5),
      denied: times(overTime(denied, 0), 0.5),
      plain: overTime(plain, 0),
      slow: overTime(slow, 0),
      unreached: overTime(unreached, 0),
    },
  }));

function podOf(pod: RandomPod, index: number, seed: number): ProxyTrace {
  const { phase, born, livesFor, restarts, lossShare } = pod;
  const dies = livesFor === null ? undefined : born + livesFor;
  return {
    ...aShopPod(`cart-8b4d2-q${index}`, phase, born, dies),
    restarts,
    isScrapeLost: (tick) => chance(seed, index, tick) < lossShare,
  };
}

function overTime(all: readonly Piece[], before: number): OverTime {
  const sorted = [...all].sort((a, b) => a.from - b.from);
  return (second) => sorted.findLast(({ from }) => from <= second)?.value ?? before;
}

function times(of: OverTime, factor: number): OverTime {
  return (second) => of(second) * factor;
}

/** From 0 to 1, the same for the same arguments. */
function chance(seed: number, index: number, tick: number): number {
  let mixed = Math.imul(seed ^ (index * 0x9e3779b9), 0x85ebca6b) ^ Math.imul(tick + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 4_294_967_296;
}
