import type { Fact } from '../fact';
import type { Observation } from '../observation';
import type { IstiodBaseline, RolloutRecord } from '../record';

/** What the istiods of `to` counted since a wave began, all of them together. */
export interface IstiodGrowth extends IstiodBaseline {
  /** Istiods that started anew since, or are gone: what they had counted is lost. */
  readonly lost: readonly string[];
}

/** How a wave's istiods fared, or what is not known of it. */
export type GrowthResult =
  | Fact<IstiodGrowth>
  /** Nothing to compare with yet. */
  | { readonly known: 'not yet'; readonly reason: string };

/** Compares what istiods have counted with what they had when a wave began. One that is new since began at zero. */
export function istiodGrowth(
  { plan, progress }: RolloutRecord,
  wave: number,
  { istiods }: Observation,
): GrowthResult {
  if (!istiods.known) return istiods;
  const silent = istiods.value.map(({ counters }) => counters).find(({ known }) => !known);
  if (silent?.known === false) return silent;
  const { istiods: before = null, releasedAt = 0 } = progress[wave] ?? {};
  if (before === null) return { known: 'not yet', reason: 'istiod was not asked before the wave' };
  const all = istiods.value.map(({ pod, revision, counters }) => ({
    pod,
    revision,
    counters: counters.known ? counters.value : null,
  }));
  const grown = all
    .filter(({ revision }) => revision === plan.to)
    .map(({ pod, counters }) => ({ pod, counters, before: before[pod] ?? NOTHING }));
  const sum = (name: keyof IstiodBaseline) =>
    grown.reduce((total, one) => total + growth(one.before[name], one.counters?.[name] ?? 0), 0);
  return {
    known: true,
    at: istiods.at,
    value: {
      issued: sum('issued'),
      signErrors: sum('signErrors'),
      rejects: sum('rejects'),
      internalErrors: sum('internalErrors'),
      lost: Object.keys(before).filter((pod) => {
        const uptimeMs = grown.find((one) => one.pod === pod)?.counters?.uptimeMs ?? 0;
        return istiods.at - uptimeMs > releasedAt;
      }),
    },
  };
}

/** What the istiods of a revision have counted so far; `null` until every one of them was asked. */
export function istiodBaseline(
  { istiods }: Observation,
  revision: string,
): Readonly<Record<string, IstiodBaseline>> | null {
  if (!istiods.known) return null;
  const own = istiods.value.filter((istiod) => istiod.revision === revision);
  const counted = own.flatMap(({ pod, counters }) => {
    if (!counters.known) return [];
    const { issued, signErrors, rejects, internalErrors } = counters.value;
    return [[pod, { issued, signErrors, rejects, internalErrors }] as const];
  });
  return own.length > 0 && counted.length === own.length ? Object.fromEntries(counted) : null;
}

const NOTHING: IstiodBaseline = { issued: 0, signErrors: 0, rejects: 0, internalErrors: 0 };

/** A counter that fell began anew. */
function growth(before: number, now: number): number {
  return now < before ? now : now - before;
}
