import type { Observation } from './observation';

/** Whether a revision can take workloads, or why not. */
export type Fitness = { readonly fit: true } | { readonly fit: false; readonly reason: string };

/** A revision takes workloads when an istiod of it is known ready and its own injector has a CA bundle. */
export function fitnessOf(revision: string, { istiods, injectors }: Observation): Fitness {
  if (!istiods.known) return { fit: false, reason: istiods.reason };
  if (!injectors.known) return { fit: false, reason: injectors.reason };
  const ready = istiods.value.some((istiod) => istiod.revision === revision && istiod.ready);
  if (!ready) return { fit: false, reason: `no istiod of ${revision} is ready` };
  const injects = injectors.value.some(
    (injector) => injector.revision === revision && injector.tag === null && injector.caBundle,
  );
  return injects
    ? { fit: true }
    : { fit: false, reason: `the injector of ${revision} is missing or has no CA bundle` };
}
