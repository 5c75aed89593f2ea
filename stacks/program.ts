import type { V1Namespace } from '@kubernetes/client-node';
import { getStack, log } from '@pulumi/pulumi';
import { createKubeClient, type KubeClient } from '../lib/cluster/kube-client';
import { listAll } from '../lib/cluster/list-all';
import { namespaceFact } from '../lib/cluster/namespace-fact';
import { endWithEngine } from '../lib/deploy/end-with-engine';
import { mapTree, type MappedResource } from '../lib/deploy/map-tree';
import { providerInputs } from '../lib/deploy/provider-inputs';
import { providerInUse, providerText } from '../lib/deploy/provider-version';
import { registerResources } from '../lib/deploy/register-resources';
import { sourceDigest } from '../lib/deploy/source-digest';
import { clusterPorts } from '../lib/reconcile/cluster-ports';
import { requireSafe } from '../lib/reconcile/deploy';
import { readTreePosition } from '../lib/reconcile/tree-position';
import { DEPLOY_FIELD_MANAGER } from '../lib/rollout/names';
import { clusterProblems } from './cluster-problems';
import { treeNotes } from './tree-notes';
import type { EnvironmentSpec } from './environments/environment';
import { environments } from './environments';
import { findStack, layerTree, type DeployedStack } from './find-stack';
import { platformApp } from './platform-app';
import { prewarmEnvironments } from './prewarm-environment';
import { positionOfEnvironment } from './position-of-environment';
import { unreadyNamespaces } from './unready-namespaces';
import { requireKnownVariables, retiredWarnings } from './validate-environment';

/**
 * What `pulumi up` runs. The stack's name is the environment, or the team or the application in one. Plain `pulumi up` re-asserts the
 * position that the rollout's record holds; only `istio-revisions rollout run` changes that position.
 */
async function deploy(): Promise<string> {
  const stack = findStack(getStack());
  const { environment } = stack;
  const provider = providerInUse();
  requireRightCluster(environment, provider.kind === 'stand-in');
  await log.info(providerText(provider));
  const client = createKubeClient(environment.cluster);
  const resources =
    stack.layer === 'platform'
      ? await platformResources(environment, client)
      : await layerResources(stack, client);
  const target = { environment: environment.name, cluster: environment.cluster };
  registerResources(resources, providerInputs(target, process.env));
  return sourceDigest(resources);
}

async function platformResources(
  environment: EnvironmentSpec,
  client: KubeClient,
): Promise<readonly MappedResource[]> {
  requireKnownVariables(process.env, environments());
  const position = await readTreePosition(client, positionOfEnvironment(environment));
  for (const warning of retiredWarnings(environment, position.retired)) await log.warn(warning);
  await prewarmEnvironments([{ environment, position }], process.env);
  const app = platformApp(environment, position, process.env);
  for (const note of treeNotes(app)) await log.info(note);
  const resources = mapTree(app, DEPLOY_FIELD_MANAGER);
  // Most of what `istio-revisions up` would refuse; what the stack remembers is not known here.
  await requireSafe(resources, clusterPorts(client), Object.keys(position.versions ?? {}));
  await log.info(`rollout: ${position.status}`);
  return resources;
}

/** An owner of its own: a stack that has an object of another one in its source is refused, not obeyed. */
async function layerResources(
  { environment, name }: DeployedStack,
  client: KubeClient,
): Promise<readonly MappedResource[]> {
  const { app } = layerTree(environment, name);
  const resources = mapTree(app, `${DEPLOY_FIELD_MANAGER}-${name}`);
  const living = (await listAll<V1Namespace>(client, 'v1', 'Namespace')).map(namespaceFact);
  const problems = unreadyNamespaces(resources, living);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  await requireSafe(resources, clusterPorts(client));
  return resources;
}

function requireRightCluster(environment: EnvironmentSpec, standIn: boolean): void {
  const problems = clusterProblems({ environment, variables: process.env, standIn });
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

endWithEngine(process.env['PULUMI_NODEJS_ENGINE']);

/** Digest of what was deployed: where it is the one of the tree, an update has nothing to do. */
export const source = deploy();
