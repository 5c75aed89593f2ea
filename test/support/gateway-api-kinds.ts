import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KubernetesObject } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';

/** Where the version of the Gateway API is pinned that the lab's newest istiod is built with. */
const MODULE = join(__dirname, '..', '..', 'lab', 'modules', 'istio-1.31');

const KIND = 'CustomResourceDefinition';

/** The kinds of the Gateway API's standard channel, out of its Go module. */
export async function gatewayApiKinds(): Promise<readonly KubernetesObject[]> {
  const { stdout } = await promisify(execFile)(
    'go',
    ['mod', 'download', '-json', 'sigs.k8s.io/gateway-api'],
    { cwd: MODULE, env: { ...process.env, GOFLAGS: '', GOWORK: 'off' } },
  );
  const { Dir } = JSON.parse(stdout) as { Dir: string };
  const folder = join(Dir, 'config', 'crd', 'standard');
  const documents = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')));
  return documents
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object): object is KubernetesObject => object?.kind === KIND);
}
