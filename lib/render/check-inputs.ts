import { InvalidInputError, type Issue } from '../operator/issue';
import type { OperatorInputs } from '../operator/operator-inputs';
import { ChartsError } from './charts/charts-error';
import { HelmError } from './helm/helm-error';
import { prepareInputs } from './prepare-inputs';
import { renderPrepared } from './render-inputs';

/** What is wrong or doubtful. */
export interface CheckedInputs {
  readonly issues: readonly Issue[];
  /** Why what only rendering shows, such as overlays that match nothing, is not known; `null` when it is. */
  readonly unchecked: string | null;
}

/** Finds every problem of documents and settings. */
export function checkInputs(inputs: OperatorInputs, env: NodeJS.ProcessEnv): CheckedInputs {
  const known: Issue[] = [];
  try {
    const prepared = prepareInputs(inputs, env);
    known.push(...prepared.issues);
    return { issues: renderPrepared(prepared, env).warnings, unchecked: null };
  } catch (error) {
    if (error instanceof InvalidInputError) return { issues: error.issues, unchecked: null };
    const isOutside = error instanceof ChartsError || error instanceof HelmError;
    if (!isOutside) throw error;
    return { issues: known, unchecked: error.message };
  }
}
