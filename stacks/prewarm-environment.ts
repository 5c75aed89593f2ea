import { toBaseOperator } from '../lib/operator/to-base-operator';
import { toIstioOperator } from '../lib/operator/to-istio-operator';
import type { HelmRelease } from '../lib/render/helm-release';
import { toPointerOperator } from '../lib/operator/to-pointer-operator';
import { prewarm } from '../lib/render/prewarm';
import { eastWestRelease } from '../lib/render/render-east-west-gateway';
import { gatewayHelmReleases } from '../lib/render/render-gateway';
import { revisionHelmReleases } from '../lib/render/render-operator';
import { revisionTagHelmReleases } from '../lib/render/render-revision-tag';
import type { RolloutPosition } from '../lib/rollout/position';
import type { EnvironmentSpec } from './environments';
import { gatewaysAt, revisionsAt, tagsAt } from './mesh-of-environment';
import { pointersAt } from './pointers-of-environment';
import { renderVariables } from './render-variables';

/** An environment at a position of its rollout. */
export interface PlacedEnvironment {
  readonly environment: EnvironmentSpec;
  readonly position?: RolloutPosition;
}

/**
 * Renders the charts of environments side by side, before their constructs, which are synchronous, ask for them one by one.
 * What is wrong with an environment is left to its constructs to tell.
 */
export async function prewarmEnvironments(
  placed: readonly PlacedEnvironment[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  await prewarm(
    placed.flatMap((one) => releasesOf(one, renderVariables(one.environment, env))),
    env,
  );
}

function releasesOf(
  { environment, position }: PlacedEnvironment,
  env: NodeJS.ProcessEnv,
): HelmRelease[] {
  try {
    const { validator, tags } = pointersAt(environment, position);
    const documents = [
      toBaseOperator({ ...environment.mesh.base, defaultRevision: 'none' }),
      ...revisionsAt(environment, position).map(toIstioOperator),
      ...(validator === null ? [] : [toPointerOperator(validator)]),
    ];
    return [
      ...documents.flatMap((document) => revisionHelmReleases(document, env)),
      ...[...tagsAt(environment, position), ...tags].flatMap((tag) =>
        revisionTagHelmReleases(tag, env),
      ),
      ...gatewaysAt(environment, position).flatMap(({ network, ...gateway }) =>
        gatewayHelmReleases(
          network === undefined ? gateway : eastWestRelease({ ...gateway, network }),
          env,
        ),
      ),
    ];
  } catch {
    return [];
  }
}
