import type { ShareRule } from '../share-rule';
import { viewOf } from '../view';
import { durationsQuery } from '../view-query';
import { partsOf } from '../wave-parts';

const TOLERANCE = 0.005;

const slow = viewOf(durationsQuery, ({ durations }) =>
  durations.flatMap(({ pod, destinationNamespace: member, all, fast }) =>
    // Without the edge nothing is known of how slow they were: the coverage gate names it.
    fast === null ? [] : [{ member, pod, bad: all - fast, all }],
  ),
);

/**
 * Requests that a namespace of the wave answered slower than an edge of the histogram's buckets: exact, where a quantile is
 * interpolated. What a gateway adds is part of what its callers see, which no proxy reports.
 */
export const latencyRule: ShareRule = {
  gate: 'latency',
  what: 'requests were slow',
  parts: (wave, traffic) => partsOf(wave, traffic, [slow]),
  allowed: ({ limits }) => limits.maxSlowShare,
  tolerance: TOLERANCE,
  control: slow,
};
