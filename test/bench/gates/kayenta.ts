import { Random } from './random';
import { atDestination } from './series';
import { WARM_UP, type Judge, type Minute, type Trace } from './trace';

const TOLERANCE = 0.25;
/** Standard deviations that hold 98 %, both sides together. */
const QUANTILE = 2.3263;

/**
 * Kayenta as its code decides (spinnaker/kayenta@a69573be: NetflixACAJudge, MannWhitneyClassifier with the tolerance of 0.25 and
 * the confidence of 0.98 that the judge gives it, MannWhitney, WeightedSumScorer). The share of errors of each minute, a
 * critical metric for each namespace, `direction: increase`, `nanStrategy: replace` as for error counts, effect sizes as by
 * default; the baseline is the same namespace just before the wave, over as long a time. It judges once, at the end.
 * A failed critical metric scores 0, else the score is 100.
 */
export const kayenta: Judge = (trace, budget) => {
  const points = budget - WARM_UP;
  const fails = trace.wave.some((namespace) => {
    const experiment = sharesOf(trace.after.slice(WARM_UP, budget), namespace);
    const control = sharesOf(trace.before.slice(-points), namespace);
    return isHigh(experiment, control, trace);
  });
  return fails ? 'rolled back' : 'advanced';
};

/** What is NaN, or was not scraped, is replaced by 0. */
function sharesOf(minutes: readonly Minute[], namespace: string): number[] {
  return minutes.map((minute) => {
    const counts = atDestination(minute, namespace);
    return counts === null || counts.all === 0 ? 0 : counts.bad / counts.all;
  });
}

function isHigh(experiment: readonly number[], control: readonly number[], trace: Trace): boolean {
  const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b).join();
  if (sorted(experiment) === sorted(control)) return false;
  const isConstant = [experiment, control].every((values) => new Set(values).size === 1);
  const random = new Random(trace.seed);
  // Where all are tied the original adds noise, too little to tell in the end.
  const noisy = (values: readonly number[]) =>
    isConstant ? values.map((value) => value * (1 + 1e-5 * (random.next() - 0.5))) : values;
  const { lower, estimate } = mannWhitney(noisy(experiment), noisy(control));
  const effect = meanOf(experiment) / meanOf(control);
  const isLargeEnough = meanOf(control) === 0 || meanOf(experiment) === 0 || effect >= 1;
  return lower > TOLERANCE * Math.abs(estimate) && isLargeEnough;
}

/** The shift between two samples, and the lower end of its confidence interval, as the roots of a rank statistic. */
function mannWhitney(x: readonly number[], y: readonly number[]) {
  const least = Math.min(...x) - Math.max(...y);
  const most = Math.max(...x) - Math.min(...y);
  const root = (wanted: number): number => {
    if (statistic(least, x, y) - wanted <= 0) return least;
    if (statistic(most, x, y) - wanted >= 0) return most;
    let [low, high] = [least, most];
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (statistic(middle, x, y) - wanted > 0) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return { lower: root(QUANTILE), estimate: root(0) };
}

/** Standardised rank sum of `x` moved by `shift`, with the corrections for continuity and ties; 0 where all are tied. */
function statistic(shift: number, x: readonly number[], y: readonly number[]): number {
  const moved = x.map((value) => value - shift);
  const all = [...moved, ...y];
  const ranks = moved.map((value) => {
    const below = all.filter((other) => other < value).length;
    const equal = all.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
  const ties = new Map<number, number>();
  for (const value of all) ties.set(value, (ties.get(value) ?? 0) + 1);
  const [nx, ny] = [x.length, y.length];
  const tied = [...ties.values()].reduce((sum, count) => sum + count ** 3 - count, 0);
  const z = ranks.reduce((sum, rank) => sum + rank, 0) - (nx * (nx + 1)) / 2 - (nx * ny) / 2;
  const spread = Math.sqrt(((nx * ny) / 12) * (nx + ny + 1 - tied / ((nx + ny) * (nx + ny - 1))));
  return spread === 0 ? 0 : (z - Math.sign(z) * 0.5) / spread;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
