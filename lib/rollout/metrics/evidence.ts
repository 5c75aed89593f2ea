import type { Share } from '../verdict';

/**
 * What was counted, pod by pod and minute by minute. How much those scatter tells how many requests one event takes with it:
 * errors that come in bursts are fewer events than errors.
 */
export interface Evidence extends Share {
  /** Minutes in which something was bad. */
  readonly struck: number;
  /** The pod-minute with most that was bad. */
  readonly worst: Share;
  /** Pearson's statistic of the pod-minutes around their own mean, and its degrees of freedom. */
  readonly scatter: number;
  readonly freedom: number;
}

/** Nothing counted. */
const NO_EVIDENCE: Evidence = {
  bad: 0,
  all: 0,
  struck: 0,
  worst: { bad: 0, all: 0 },
  scatter: 0,
  freedom: 0,
};

/**
 * Evidence of one member: what each pod counted in each minute, and in longer times. Of those it is not known what their worst
 * minute was.
 */
export function evidenceOf(
  minutes: readonly (readonly Share[])[],
  longer: readonly (readonly Share[])[] = [],
): Evidence {
  const times = [...longer, ...minutes];
  const pods = times.flat();
  const struck = times.filter((time) => time.some((pod) => pod.bad > 0)).length;
  const [bad, all] = [total(pods.map((pod) => pod.bad)), total(pods.map((pod) => pod.all))];
  let { worst } = NO_EVIDENCE;
  for (const pod of minutes.flat()) if (pod.bad > worst.bad) worst = pod;
  const share = all === 0 ? 0 : bad / all;
  let [scatter, busy] = [0, 0];
  for (const pod of pods) {
    if (pod.all === 0) continue;
    busy++;
    const chance = share * (1 - share) * pod.all;
    if (chance > 0) scatter += (pod.bad - share * pod.all) ** 2 / chance;
  }
  return { bad, all, struck, worst, scatter, freedom: Math.max(0, busy - 1) };
}

/** Evidence of several members in the same minutes: that they differ from each other is no scatter. */
export function togetherOf(some: readonly Evidence[]): Evidence {
  let { bad, all, struck, worst, scatter, freedom } = NO_EVIDENCE;
  for (const one of some) {
    bad += one.bad;
    all += one.all;
    struck = Math.max(struck, one.struck);
    if (one.worst.bad > worst.bad) worst = one.worst;
    scatter += one.scatter;
  }
  for (const one of some) {
    // One that would hardly have anything bad by chance tells nothing of how it scatters.
    if (one.bad > 0 || one.all * bad >= all) freedom += one.freedom;
  }
  return { bad, all, struck, worst, scatter, freedom };
}

/** How many requests one event takes with it, 1 at least: the scatter of the pod-minutes beside that of chance. */
export function eventSize({ scatter, freedom }: Evidence): number {
  return freedom === 0 ? 1 : Math.max(1, scatter / freedom);
}

/** All but the pod-minute with most that was bad: one such event alone proves nothing for a wave or against it. */
export function withoutWorst({ bad, all, worst }: Evidence): Share {
  return { bad: bad - worst.bad, all: all - worst.all };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
