import type { FrozenWave, RolloutRecord } from '../record';
import { movedWaves, namespacesOf } from '../wave-members';
import { classOf } from './request-class';
import type { Counted } from './count-requests';
import type { Share } from './judge-share';
import type { WaveTraffic } from './wave-traffic';

/** The same share as a wave's, of namespaces that nobody touched: now, and before the wave. */
export interface ControlGroup {
  readonly namespaces: readonly string[];
  readonly now: Share;
  readonly before: Share;
}

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
): ControlGroup {
  const moved = namespacesOf(movedWaves(record)).map(({ name }) => name);
  const touched = connected(new Set([...moved, ...namesIn(wave)]), [now, before]);
  const namespaces = namespacesOf(record.plan.waves)
    .map(({ name }) => name)
    .filter((name) => !touched.has(name));
  return { namespaces, now: received(now, namespaces), before: received(before, namespaces) };
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

function namesIn(wave: FrozenWave): string[] {
  return wave.kind === 'namespace'
    ? wave.namespaces.map(({ name }) => name)
    : wave.gateways.map(({ namespace }) => namespace);
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

function received({ requests }: Counted, namespaces: readonly string[]): Share {
  const own = requests.filter(
    ({ reporter, destinationNamespace }) =>
      reporter === 'destination' && namespaces.includes(destinationNamespace),
  );
  return tally(own, (request) => classOf(request) === 'bad');
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
