import { isPatch } from '../patch/version-of';
import type { DefaultPolicy, RemovalPolicy, RolloutSpec, WaveSpec } from '../rollout-spec';

/** Used where a spec names no soak. */
export const DEFAULT_SOAK_SECONDS = 300;

/** Used where a spec names no deadline. */
export const DEFAULT_DEADLINE_SECONDS = 600;

/** Used where a spec does not say how long the old revision is kept: a day, so that every hour of it was seen. */
export const DEFAULT_RETAIN_SECONDS = 86_400;

/** Used where a spec does not say how long to wait for a person: a day, so that a night does not end the wait. */
export const DEFAULT_APPROVAL_SECONDS = 86_400;

/** The revision tag that a wave of namespaces moves by; `null` for gateways and single workloads, and in mode `label`. */
export function tagOfSpec({ mode }: RolloutSpec, wave: WaveSpec): string | null {
  const isNone = mode !== 'tag' || 'gateways' in wave || 'workloads' in wave;
  return isNone ? null : (wave.tag ?? wave.name);
}

/** What becomes of what leads to the old revision; in a patch it leads to the revision all the time. */
export function defaultOf(spec: RolloutSpec): DefaultPolicy {
  return isPatch(spec) ? 'keep' : (spec.default ?? 'move');
}

/** What becomes of the old revision; a patch has none, so nothing is removed. */
export function removalOf(spec: RolloutSpec): RemovalPolicy {
  return isPatch(spec) ? 'keep' : (spec.removal ?? 'automatic');
}

/** Whether the old revision proves itself; in a patch its istiod is replaced before anything else, which shows the same. */
export function restartFromOf(spec: RolloutSpec): boolean {
  if (isPatch(spec) || spec.clusters?.controlPlane !== undefined) return false;
  return spec.restartFrom ?? true;
}

/** A wave's own soak, or the rollout's, or the default; in seconds. */
export function soakOf(spec: RolloutSpec, wave: WaveSpec): number {
  return wave.soakSeconds ?? spec.soakSeconds ?? DEFAULT_SOAK_SECONDS;
}
