/** How probable it may be that chance alone turns a wave back, over all of its gates, members and looks. */
export const WAVE_ALPHA = 0.01;

/** Gates that share it, beside one for each count of the team's own. */
export const SHARE_GATES = 4;

/** The lengths of the windows that are looked at, in minutes; those of one length do not overlap. */
export const WINDOW_MINUTES = [2, 4, 8] as const;

/**
 * The part of a wave's error that one look may spend. Half of a gate's is for its wave as a whole, half for its members; half
 * of either for all that was counted since the warm-up, the rest for windows of each length. The `n`th look at one of them
 * gets `1 / (n (n + 1))`, which adds up to one, however long it lasts.
 * @param gates - how many of them judge shares
 * @param among - how many are looked at side by side: views of the wave, or members and views
 * @param minutes - length of the window; `null` for all since the warm-up
 * @param elapsed - minutes since the warm-up ended
 */
export function spend(
  gates: number,
  among: number,
  minutes: number | null,
  elapsed: number,
): number {
  const share = minutes === null ? 1 / 2 : 1 / 2 / WINDOW_MINUTES.length;
  const look = Math.max(1, Math.floor(elapsed / (minutes ?? 1)));
  return (WAVE_ALPHA / gates / 2 / Math.max(1, among)) * (share / (look * (look + 1)));
}
