import type { Share } from '../verdict';
import type { FrozenWave, RolloutRecord } from '../record';
import { movedWaves, namespaceNames, namespacesOf } from '../wave-members';
import type { Counted } from './count-requests';
import { classOf } from './request-class';
import type { WaveTraffic } from './wave-traffic';

/** The same share as a wave's, of namespaces that nobody touched: now, and before the wave. */
export interface ControlGroup {
  readonly namespaces: readonly string[];
  readonly now: Share;
  readonly before: Share;
}

/** A share of the requests of one namespace. */
export type CountOf = (counted: Counted, namespace: string) => Share;

/** Fewer requests say nothing of whether the control group suffers too. */
const ENOUGH = 100;

/**
 * The namespaces of the plan that have not moved and have no traffic to or from the wave, not even through others: what they
 * suffer cannot come from it.
 */
export function controlGroup(
  record: RolloutRecord,
  wave: FrozenWave,
  { now, before }: WaveTraffic,
  count: CountOf,
): ControlGroup {
  const moved = namespacesOf(movedWaves(record)).map(({ name }) => name);
  const touched = connected(new Set([...moved, ...namespaceNames(wave)]), [now, before]);
  const namespaces = namespacesOf(record.plan.waves)
    .map(({ name }) => name)
    .filter((name) => !touched.has(name));
  const together = (counted: Counted) => sum(namespaces.map((name) => count(counted, name)));
  return { namespaces, now: together(now), before: together(before) };
}

/** Whether the control group got worse by at least half as much: then something outside the wave is broken. */
export function isElsewhereToo(control: ControlGroup, worsenedBy: number): boolean {
  const { now, before } = control;
  if (now.all < ENOUGH) return false;
  return shareOf(now) - shareOf(before) >= worsenedBy / 2;
}

/** A share from 0 to 1; 0 of nothing. */
export function shareOf({ bad, all }: Share): number {
  return all === 0 ? 0 : bad / all;
}

function connected(start: ReadonlySet<string>, windows: readonly Counted[]): Set<string> {
  const edges = windows.flatMap(({ requests }) =>
    requests.map(({ sourceNamespace, destinationNamespace }) => [
      sourceNamespace,
      destinationNamespace,
    ]),
  );
  const reached = new Set(start);
  for (let size = -1; size !== reached.size;) {
    size = reached.size;
    for (const ends of edges)
      if (ends.some((end) => reached.has(end))) ends.forEach((end) => reached.add(end));
  }
  return reached;
}

/** Several shares as one. */
export function sum(shares: readonly Share[]): Share {
  return {
    bad: shares.reduce((total, { bad }) => total + bad, 0),
    all: shares.reduce((total, { all }) => total + all, 0),
  };
}

/** Counts requests and those of them that are `bad`; what says nothing of the service is left out. */
export function tally(
  requests: Counted['requests'],
  isBad: (request: Counted['requests'][number]) => boolean,
): Share {
  let [bad, all] = [0, 0];
  for (const request of requests) {
    if (classOf(request) === 'none') continue;
    all += request.value;
    if (isBad(request)) bad += request.value;
  }
  return { bad, all };
}
