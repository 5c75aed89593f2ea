import type { FrozenWave, RolloutRecord } from '../record';
import type { Share } from '../verdict';
import { movedWaves, namespaceNames, namespacesOf } from '../wave-members';
import type { Counted } from './count-requests';
import { shareOf } from './judge-share';
import type { View } from './view';
import type { WaveTraffic } from './wave-traffic';

/** The same share as a wave's, of namespaces that nobody touched: now, and before the wave. */
export interface ControlGroup {
  readonly namespaces: readonly string[];
  readonly now: Share;
  readonly before: Share;
  /** The share of each that had traffic now. */
  readonly each: readonly number[];
}

/** Fewer requests say nothing of whether the control group suffers too. */
export const ENOUGH = 100;

/**
 * The namespaces of the plan that have not moved and that the wave cannot harm: those that call it, or that it calls, even
 * through others, are not among them. To be called by the same ingress gateway makes nobody depend on another.
 */
export function untouched(
  record: RolloutRecord,
  wave: FrozenWave,
  { recent, before }: WaveTraffic,
): readonly string[] {
  const moved = namespacesOf(movedWaves(record)).map(({ name }) => name);
  const start = [...moved, ...namespaceNames(wave)];
  const { callers, callees } = edgesOf([...before, ...recent]);
  const touched = new Set([...reached(start, callers), ...reached(start, callees)]);
  return namespacesOf(record.plan.waves)
    .map(({ name }) => name)
    .filter((name) => !touched.has(name));
}

/** What some namespaces had in the times of a breach, and before the wave. */
export function controlGroup(
  namespaces: readonly string[],
  view: View,
  times: readonly Counted[],
  before: readonly Counted[],
): ControlGroup {
  const together = (all: readonly Counted[]): Share =>
    sum(
      all.flatMap((counted) => {
        const shares = view.shares(counted);
        return namespaces.flatMap((name) => [...(shares.get(name)?.values() ?? [])]);
      }),
    );
  const each = namespaces.flatMap((name) => {
    const own = sum(times.flatMap((time) => [...(view.shares(time).get(name)?.values() ?? [])]));
    return own.all === 0 ? [] : [shareOf(own)];
  });
  return { namespaces, now: together(times), before: together(before), each };
}

/** Whether most of the control group got worse, by at least half as much: then something outside the wave is broken. */
export function isElsewhereToo(control: ControlGroup, worsenedBy: number): boolean {
  const { now, before, each } = control;
  if (now.all < ENOUGH) return false;
  const worse = each.filter((share) => share - shareOf(before) >= worsenedBy / 2);
  if (worse.length <= each.length / 2) return false;
  return shareOf(now) - shareOf(before) >= worsenedBy / 2;
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/** Who calls whom, as callers of each namespace and as those that each calls. */
function edgesOf(times: readonly Counted[]): { readonly callers: Edges; readonly callees: Edges } {
  const [callers, callees] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  const add = (edges: Map<string, Set<string>>, from: string, to: string) => {
    const ends = edges.get(from) ?? new Set<string>();
    edges.set(from, ends.add(to));
  };
  for (const { requests } of times) {
    for (const { sourceNamespace, destinationNamespace } of requests) {
      // What is not known connects nobody.
      if (!isKnown(sourceNamespace) || !isKnown(destinationNamespace)) continue;
      add(callers, destinationNamespace, sourceNamespace);
      add(callees, sourceNamespace, destinationNamespace);
    }
  }
  return { callers, callees };
}

function isKnown(namespace: string): boolean {
  return namespace !== '' && namespace !== 'unknown';
}

function reached(start: readonly string[], edges: Edges): Set<string> {
  const found = new Set(start);
  // A set that grows is walked to its end.
  for (const name of found) for (const next of edges.get(name) ?? []) found.add(next);
  return found;
}

/** Several shares as one. */
export function sum(shares: readonly Share[]): Share {
  let [bad, all] = [0, 0];
  for (const share of shares) {
    bad += share.bad;
    all += share.all;
  }
  return { bad, all };
}
