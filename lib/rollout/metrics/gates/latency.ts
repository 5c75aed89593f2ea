import type { Share } from '../../verdict';
import type { Counted } from '../count-requests';
import { answeredBy } from '../select-requests';
import type { ShareRule } from '../share-gate';
import { durationsQuery } from '../view-query';
import { partsOf } from '../wave-parts';

const TOLERANCE = 0.005;

/**
 * Requests that a namespace of the wave answered slower than an edge of the histogram's buckets: exact, where a quantile is
 * interpolated. What a gateway adds is part of what its callers see, which no proxy reports.
 */
export const latencyRule: ShareRule = {
  gate: 'latency',
  what: 'requests were slow',
  parts: (wave, traffic) => partsOf(wave, traffic, [{ count: slow, query: durationsQuery }]),
  allowed: ({ limits }) => limits.maxSlowShare,
  tolerance: TOLERANCE,
  control: slow,
};

function slow(counted: Counted, namespace: string): Share {
  let [bad, all] = [0, 0];
  for (const { all: answered, fast } of answeredBy(counted, namespace)) {
    // Without the edge nothing is known of how slow they were: the coverage gate names it.
    if (fast === null) continue;
    all += answered;
    bad += answered - fast;
  }
  return { bad, all };
}
