import { readFileSync } from 'node:fs';
import { log } from '@pulumi/pulumi';
import { mapTree } from '../../lib/deploy/map-tree';
import { providerInUse, providerText } from '../../lib/deploy/provider-version';
import { registerResources } from '../../lib/deploy/register-resources';
import { sourceDigest } from '../../lib/deploy/source-digest';
import { DEPLOY_FIELD_MANAGER } from '../../lib/rollout/names';
import { documentApp, type DocumentSource } from './document-app';

/** Names the file with the document that the operator deploys: what it looked at is what is applied. */
const DOCUMENT_VARIABLE = 'ISTIO_REVISIONS_DOCUMENT';

/** What the operator lets the engine run; it has looked at the cluster before. */
async function deploy(): Promise<string> {
  const file = process.env[DOCUMENT_VARIABLE];
  if (file === undefined) {
    throw new Error(
      `${DOCUMENT_VARIABLE} is not set: only "istio-revisions operator" runs this program; use the project above for "pulumi up"`,
    );
  }
  await log.info(providerText(providerInUse()));
  const source = JSON.parse(readFileSync(file, 'utf8')) as DocumentSource;
  const resources = mapTree(documentApp(source, process.env), DEPLOY_FIELD_MANAGER);
  registerResources(resources, { environment: 'operator', cluster: {} });
  return sourceDigest(resources);
}

/** Digest of what was deployed. */
export const source = deploy();
