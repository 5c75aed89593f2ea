import type { RolloutRecord } from '../record';

/**
 * How long each wave that is over took beside its soak, in seconds: from its release to that of the next. A pause in which
 * nobody drove is part of it.
 */
export function moveSeconds({ plan, progress }: RolloutRecord): readonly number[] {
  return progress.flatMap(({ releasedAt }, index) => {
    const next = progress[index + 1];
    if (next === undefined) return [];
    const soak = plan.waves[index]?.soakSeconds ?? 0;
    return [Math.max(0, (next.releasedAt - releasedAt) / 1000 - soak)];
  });
}

/** How long the waves that would go back took to be well, together, in seconds; `null` when none was measured. */
export function healthSeconds({ progress, kept }: RolloutRecord): number | null {
  const measured = progress
    .slice(kept)
    .flatMap(({ releasedAt, healthySince }) =>
      healthySince === null ? [] : [healthySince - releasedAt],
    );
  if (measured.length === 0) return null;
  return Math.round(measured.reduce((total, ms) => total + Math.max(0, ms), 0) / 1000);
}
