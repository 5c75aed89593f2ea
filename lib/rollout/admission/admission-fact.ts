import type { InjectionProbe, ValidationProbe } from '../health/dry-run-probes';

/** What dry runs showed of the revision that a wave is about to move to; nothing is made by them. */
export interface AdmissionFact {
  /** Where it was tried. */
  readonly namespace: string;
  readonly injection: InjectionProbe;
  /** `null` where Istio objects are read in another cluster, whose istiods this one uses. */
  readonly validation: ValidationProbe | null;
}
