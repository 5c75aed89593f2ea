import type { InjectionProbe, ValidationProbe } from '../health/dry-run-probes';

/** What dry runs show of what is handed over. */
export interface HandOverProbes {
  /** The dry run of an invalid Istio object that names no revision. */
  readonly validation: ValidationProbe;
  /** By revision tag: the dry run of a pod that asks for it, and of `default` one that asks for nothing but injection. */
  readonly tags: Readonly<Record<string, InjectionProbe>>;
}
