import type { Observation } from '../observation';
import { isPatch } from '../patch/version-of';
import type { RolloutRecord } from '../record';
import { targetFitness } from '../target-fitness';
import { namespaceNames } from '../wave-members';
import { healthSeconds } from './measured-waves';
import type { ReportInput } from './report-input';

/** Whether everything could go back now, and how. */
export interface WayBack {
  /** `null` where a part of it is not known. */
  readonly ready: boolean | null;
  /** Istiod pods of the old revision; `null` when they could not be read. */
  readonly istiods: { readonly ready: number; readonly all: number } | null;
  /** Whether what the old revision signs is trusted by every namespace of the plan. */
  readonly sameRoot: boolean | null;
  /** Whether the old revision can inject. */
  readonly injects: boolean | null;
  /** How long it took the waves that would go back to get well when they moved, in seconds; `null` when none was measured. */
  readonly seconds: number | null;
  /** What keeps it from being ready; `''` when nothing does. */
  readonly reason: string;
}

/** The way back as it stands; `null` at the end of a rollout, where nothing goes back by itself any more. */
export function wayBack({ record, observation }: ReportInput): WayBack | null {
  const { plan, phase, retired } = record;
  if (phase === 'done' || phase === 'rolled-back') return null;
  const end = standing(record);
  const fitness = targetFitness(record, end, observation);
  const istiods = readyIstiods(end, observation);
  const sameRoot = isSameRoot(record, end, observation);
  const injects = canInject(end, observation);
  const gone = retired.includes(plan.from);
  const reason = gone ? `${plan.from} is being removed` : fitness.fit ? '' : fitness.reason;
  // Without an istiod there is no root to look at, and no way back either.
  const noRoot = sameRoot === null && istiods?.ready !== 0;
  const isUnknown = !gone && (istiods === null || injects === null || noRoot);
  return {
    ready: reason === '' ? true : isUnknown ? null : false,
    istiods,
    sameRoot,
    injects,
    seconds: healthSeconds(record),
    reason,
  };
}

/** What has to serve for a way back: the old revision, or of a patch the istiods that are to go back. */
function standing({ plan, phase }: RolloutRecord): string {
  return isPatch(plan) && phase !== 'rolling-back' ? plan.to : plan.from;
}

function readyIstiods(revision: string, { istiods }: Observation): WayBack['istiods'] {
  if (!istiods.known) return null;
  const own = istiods.value.filter((istiod) => istiod.revision === revision);
  return { ready: own.filter(({ ready }) => ready).length, all: own.length };
}

function canInject(revision: string, { injectors }: Observation): boolean | null {
  if (!injectors.known) return null;
  return injectors.value.some(
    (injector) => injector.revision === revision && injector.tag === null && injector.caBundle,
  );
}

/** `false` as soon as one namespace is known not to trust an istiod of `from`, whatever else could not be read. */
function isSameRoot(
  { plan }: RolloutRecord,
  end: string,
  { istiods, roots }: Observation,
): boolean | null {
  if (!istiods.known || !roots.known) return null;
  const trusted = roots.value;
  const own = istiods.value.filter(({ revision, ready }) => revision === end && ready);
  const names = plan.waves
    .flatMap(namespaceNames)
    .filter((name) => (trusted[name] ?? []).length > 0);
  const isTrusted = (root: string | null) =>
    names.every((name) => root !== null && (trusted[name] ?? []).includes(root));
  const served = own.map(({ servedRoot }) => servedRoot);
  if (served.some((root) => root.known && !isTrusted(root.value))) return false;
  return own.length === 0 || served.some(({ known }) => !known) ? null : true;
}
