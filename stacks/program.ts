import { App } from 'cdk8s';
import { getStack, log } from '@pulumi/pulumi';
import { createKubeClient, type KubeClient } from '../lib/cluster/kube-client';
import { observe } from '../lib/cluster/observe';
import { readOwnRevisions } from '../lib/cluster/read-own-revisions';
import { readPosition } from '../lib/cluster/read-position';
import { providerInUse, providerText } from '../lib/deploy/provider-version';
import { registerTree } from '../lib/deploy/register-tree';
import { droppedProblems } from '../lib/rollout/dropped-revisions';
import { clusterProblems } from './cluster-problems';
import type { EnvironmentSpec } from './environments/environment';
import { ENVIRONMENTS, findEnvironment } from './environments';
import { PlatformStack } from './platform-stack';
import { requireKnownVariables, retiredWarnings } from './validate-environment';

/**
 * What `pulumi up` runs. The stack's name is the environment. Plain `pulumi up` re-asserts the position that the
 * rollout's record holds; only `istio-revisions rollout run` changes that position.
 */
async function deploy(): Promise<string> {
  const environment = findEnvironment(getStack());
  const provider = providerInUse();
  requireRightCluster(environment, provider.kind === 'stand-in');
  await log.info(providerText(provider));
  requireKnownVariables(process.env, ENVIRONMENTS);
  const client = createKubeClient(environment.cluster);
  const { mesh, rollout: spec } = environment;
  const position = await readPosition(client, mesh.namespace, spec?.to);
  await requireNoneDropped(client, environment, position.retired);
  for (const warning of retiredWarnings(environment, position.retired)) await log.warn(warning);
  const app = new App();
  new PlatformStack(app, environment.name, {
    environment,
    environmentVariables: process.env,
    position,
  });
  registerTree(app, { environment: environment.name, cluster: environment.cluster });
  return position.status;
}

/** A live revision that disappears from the source would be deleted under the proxies that use it. */
async function requireNoneDropped(
  client: KubeClient,
  { mesh }: EnvironmentSpec,
  retired: readonly string[],
): Promise<void> {
  const kept = [...retired, ...mesh.revisions.map(({ revision }) => revision)];
  const own = await readOwnRevisions(client);
  const dropped = own.filter((revision) => !kept.includes(revision));
  if (dropped.length === 0) return;
  const problems = droppedProblems(dropped, await observe(client, dropped, Date.now));
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function requireRightCluster(environment: EnvironmentSpec, standIn: boolean): void {
  const problems = clusterProblems({ environment, variables: process.env, standIn });
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** One line about the rollout, such as `wave 2/4 web: soaking until 14:05:10`. */
export const rollout = deploy();
