import { instant, instantOrNull } from '../rollout/report/instant';
import type { PageData, ShownReport } from './page-data';

/** What a page asks for: the newest report, and how the looks go. */
export interface KeptLook {
  /** What is known now. Asks for a new look where the last one is old; waits only for the very first. */
  readonly newest: () => Promise<PageData>;
}

/** How a cluster is looked at. */
export interface LookPorts {
  /** @throws whatever kept it from an answer */
  readonly look: () => Promise<ShownReport>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** What an error means, for people. */
  readonly describe: (error: unknown) => string;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The shortest time between the end of a look and the next, and how long the first one is waited for, in milliseconds. */
const PAUSE_MS = 2_000;
const FIRST_MS = 5_000;

/**
 * Looks as long as somebody asks, one look at a time: a cluster that is slow is not asked again meanwhile, and what was seen before
 * is shown until it answers. The next look after one that failed is all there is to recover.
 */
export function keepLooking({ look, now, describe, sleep }: LookPorts): KeptLook {
  let report: ShownReport | null = null;
  let failure: { readonly message: string; readonly since: number } | null = null;
  let asked: { readonly at: number; readonly answer: Promise<void> } | null = null;
  let endedAt = -Infinity;
  const ask = async (at: number) => {
    try {
      report = await look();
      failure = null;
    } catch (error) {
      failure = { message: describe(error), since: failure?.since ?? at };
    }
    endedAt = now();
    asked = null;
  };
  return {
    newest: async () => {
      const at = now();
      if (asked === null && at - endedAt >= PAUSE_MS)
        asked = { at, answer: Promise.resolve().then(() => ask(at)) };
      const isFirst = report === null && failure === null;
      if (isFirst && asked !== null) await Promise.race([asked.answer, sleep(FIRST_MS)]);
      return {
        report,
        look: {
          now: instant(now()),
          askedAt: instantOrNull(asked?.at ?? null),
          failure:
            failure === null ? null : { message: failure.message, since: instant(failure.since) },
        },
      };
    },
  };
}
