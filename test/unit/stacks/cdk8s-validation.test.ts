import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const CDK8S = join(ROOT, 'node_modules', '.bin', 'cdk8s');
const PLUGIN = join(ROOT, 'stacks', 'layer-validation.js');
const SYNTH_MS = 120_000;

/** An app of anybody, which writes one route, and its cdk8s.yaml. */
function project(timeout: string, properties = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-cdk8s-'));
  writeFileSync(
    join(folder, 'main.js'),
    `const { App, Chart, ApiObject } = require(${JSON.stringify(join(ROOT, 'node_modules', 'cdk8s'))});
const app = new App();
new ApiObject(new Chart(app, 'cart', { disableResourceNameHashes: true }), 'route', {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'cart', namespace: 'shop' },
  spec: { hosts: ['cart'], http: [{ timeout: '${timeout}', retries: { attempts: 2, perTryTimeout: '1s' }, route: [{ destination: { host: 'cart' } }] }] },
});
app.synth();
`,
  );
  writeFileSync(
    join(folder, 'cdk8s.yaml'),
    `language: typescript
app: node main.js
output: dist
validations:
  - package: ${PLUGIN}
    version: 0.1.0
    class: LayerValidation
${properties}`,
  );
  return folder;
}

function synth(folder: string) {
  const { status, stdout, stderr } = spawnSync(CDK8S, ['synth', '--check-upgrade=false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  // The report is a table whose lines are cut anywhere.
  return { status, text: `${stdout}${stderr}`.replaceAll(/[\s║│]+/g, ' ') };
}

describe('the real cdk8s with our rules as a validation', () => {
  it(
    'passes what does what it says',
    () => {
      const { status, text } = synth(project('3s'));
      expect(text).toContain('Validations ended succesfully');
      expect(status).toBe(0);
    },
    SYNTH_MS,
  );

  it(
    'fails what does not, with the rule, the object and what was found',
    () => {
      const { status, text } = synth(project('2s'));
      expect(text).toContain('route-arrives');
      expect(text).toContain('VirtualService shop/cart');
      expect(text).toContain('found 2s, but 3 tries of 1s take 3s');
      expect(status).toBe(2);
    },
    SYNTH_MS,
  );
});
