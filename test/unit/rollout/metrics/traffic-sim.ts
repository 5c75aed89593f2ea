import { NO_MEMORY } from '../../../../lib/rollout/driver-memory';
import { judgeForward } from '../../../../lib/rollout/judge-forward';
import type { MetricsSnapshot } from '../../../../lib/rollout/metrics/metrics-fact';
import { metricsQuestion } from '../../../../lib/rollout/metrics/metrics-question';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import type { Verdict } from '../../../../lib/rollout/verdict';
import {
  aMetricsRecord,
  aProgress,
  aSnapshot,
  received,
  seenBy,
} from '../../../support/metrics-builders';

const SCRAPE_MS = 15_000;
const RELEASED_AT = 1_000 * SCRAPE_MS;
const SCRAPES_BEFORE = 20;

/** Traffic that chance makes, the same for the same seed. */
export interface TrafficOptions {
  readonly seed: number;
  readonly perScrape: number;
  readonly badShare: number;
  /** Before the wave was released. */
  readonly badShareBefore?: number;
  readonly maxErrorShare: number;
}

/** Namespace shop in wave `web`, looked at once a scrape; the record is carried from look to look as the driver does. */
export class TrafficSim {
  private readonly snapshots = new Map<number, MetricsSnapshot>();
  private readonly random: () => number;
  private readonly options: TrafficOptions;
  private record: RolloutRecord;
  private now = RELEASED_AT;
  private all = 0;
  private bad = 0;

  constructor(options: TrafficOptions) {
    this.options = options;
    this.random = randomOf(options.seed);
    const { maxErrorShare, badShareBefore = 0 } = options;
    this.record = aMetricsRecord(
      { maxErrorShare },
      { progress: [aProgress({ releasedAt: RELEASED_AT, healthySince: null })] },
    );
    for (let index = SCRAPES_BEFORE; index >= 0; index--) {
      this.scrape(RELEASED_AT - index * SCRAPE_MS, badShareBefore);
    }
  }

  /** What the next look says. */
  look(): Verdict {
    this.now += SCRAPE_MS;
    this.scrape(this.now, this.options.badShare);
    const { instants } = metricsQuestion(this.record, this.now) ?? { instants: [] };
    const snapshots = instants.map((at) => this.snapshots.get(at) ?? missing(at));
    const observation = seenBy({ at: this.now, snapshots, alerts: [] });
    const { record, now } = this;
    const judged = judgeForward({ record, observation, now, memory: NO_MEMORY });
    this.record = judged.record;
    return judged.judgement.verdict;
  }

  private scrape(at: number, badShare: number): void {
    // Between none and twice as many.
    const requests = Math.floor(this.random() * (2 * this.options.perScrape + 1));
    for (let index = 0; index < requests; index++) if (this.random() < badShare) this.bad++;
    this.all += requests;
    this.snapshots.set(
      at,
      aSnapshot(at, { requests: received('shop', this.all, this.bad), durations: [] }),
    );
  }
}

function missing(at: number): never {
  throw new Error(`nothing was scraped at ${at}`);
}

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
