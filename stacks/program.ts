import { getStack, log } from '@pulumi/pulumi';
import { createKubeClient } from '../lib/cluster/kube-client';
import { endWithEngine } from '../lib/deploy/end-with-engine';
import { mapTree } from '../lib/deploy/map-tree';
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
import { environments, findEnvironment } from './environments';
import { platformApp } from './platform-app';
import { prewarmEnvironments } from './prewarm-environment';
import { positionOfEnvironment } from './position-of-environment';
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
  requireKnownVariables(process.env, environments());
  const client = createKubeClient(environment.cluster);
  const position = await readTreePosition(client, positionOfEnvironment(environment));
  for (const warning of retiredWarnings(environment, position.retired)) await log.warn(warning);
  await prewarmEnvironments([{ environment, position }], process.env);
  const app = platformApp(environment, position, process.env);
  for (const note of treeNotes(app)) await log.info(note);
  const resources = mapTree(app, DEPLOY_FIELD_MANAGER);
  // Most of what `istio-revisions up` would refuse; what the stack remembers is not known here.
  await requireSafe(resources, clusterPorts(client), Object.keys(position.versions ?? {}));
  const target = { environment: environment.name, cluster: environment.cluster };
  registerResources(resources, providerInputs(target, process.env));
  await log.info(`rollout: ${position.status}`);
  return sourceDigest(resources);
}

function requireRightCluster(environment: EnvironmentSpec, standIn: boolean): void {
  const problems = clusterProblems({ environment, variables: process.env, standIn });
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

endWithEngine(process.env['PULUMI_NODEJS_ENGINE']);

/** Digest of what was deployed: where it is the one of the tree, an update has nothing to do. */
export const source = deploy();
