import type { OperatorInputs } from '../operator/operator-inputs';
import { helmReleases, prepareInputs } from './prepare-inputs';
import { prewarm } from './prewarm';
import { renderPrepared, type RenderedInputs } from './render-inputs';
import type { RenderObserver } from './render-observer';

/**
 * Renders as `renderInputs` does, but charts side by side.
 * @throws InvalidInputError with every problem at once
 * @throws ChartsError or HelmError
 */
export async function renderWarmed(
  inputs: OperatorInputs,
  env: NodeJS.ProcessEnv,
  observer?: RenderObserver,
): Promise<RenderedInputs> {
  const prepared = prepareInputs(inputs, env);
  if (prepared.issues.every(({ severity }) => severity !== 'error'))
    await prewarm(helmReleases(prepared), env, observer);
  return renderPrepared(prepared, env, observer);
}
