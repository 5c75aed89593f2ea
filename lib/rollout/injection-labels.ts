import { INJECTION_LABEL, REVISION_LABEL } from './names';

/** The two labels of a namespace that decide which revision injects its pods; `null` where a label is absent. */
export interface InjectionLabels {
  readonly rev: string | null;
  readonly injection: string | null;
}

/** These two of all labels of a namespace. */
export function injectionLabels(labels: Readonly<Record<string, string>>): InjectionLabels {
  return { rev: labels[REVISION_LABEL] ?? null, injection: labels[INJECTION_LABEL] ?? null };
}
