import { App } from 'cdk8s';
import { getStack } from '@pulumi/pulumi';
import { createKubeClient } from '../lib/cluster/kube-client';
import { readPosition } from '../lib/cluster/read-position';
import { registerTree } from '../lib/deploy/register-tree';
import type { RolloutPosition } from '../lib/rollout/position';
import type { EnvironmentSpec } from './environments/environment';
import { ENVIRONMENTS, findEnvironment } from './environments';
import { PlatformStack } from './platform-stack';
import { requireKnownVariables } from './validate-environment';

/**
 * What `pulumi up` runs. The stack's name is the environment. Plain `pulumi up` re-asserts the position that the
 * rollout's record holds; only `istio-revisions rollout run` changes that position.
 */
async function deploy(): Promise<string> {
  const environment = findEnvironment(getStack());
  requireLab(environment);
  requireKnownVariables(process.env, ENVIRONMENTS);
  const position = await positionOf(environment);
  const app = new App();
  new PlatformStack(app, environment.name, {
    environment,
    environmentVariables: process.env,
    ...(position === undefined ? {} : { position }),
  });
  registerTree(app, { environment: environment.name, cluster: environment.cluster });
  return position?.status ?? 'no rollout declared';
}

async function positionOf(environment: EnvironmentSpec): Promise<RolloutPosition | undefined> {
  if (environment.rollout === undefined) return undefined;
  const client = createKubeClient(environment.cluster);
  return readPosition(client, environment.mesh.namespace, environment.rollout.to);
}

function requireLab(environment: EnvironmentSpec): void {
  if (environment.cluster.lab === true && process.env['ISTIO_REVISIONS_LAB'] === undefined) {
    throw new Error(
      `environment "${environment.name}" lives in the lab: start it with "istio-revisions lab up", ` +
        'then "source .lab/env.sh" in this shell',
    );
  }
}

/** One line about the rollout, such as `wave 2/4 web: soaking until 14:05:10`. */
export const rollout = deploy();
