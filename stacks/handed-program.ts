import { log } from '@pulumi/pulumi';
import { endWithEngine } from '../lib/deploy/end-with-engine';
import { TREE_VARIABLE, takeOver } from '../lib/deploy/handed-tree';
import { providerInUse, providerText } from '../lib/deploy/provider-version';
import { registerResources } from '../lib/deploy/register-resources';

/** What the engine runs for `istio-revisions`, which has made the tree and compared it with the cluster already. */
async function deploy(): Promise<string> {
  const { resources, provider, source } = takeOver(process.env[TREE_VARIABLE]);
  await log.info(providerText(providerInUse()));
  registerResources(resources, provider);
  return source;
}

endWithEngine(process.env['PULUMI_NODEJS_ENGINE']);

/** Digest of what was deployed as a whole last: where it is the one of the tree, an update has nothing to do. */
export const source = deploy();
