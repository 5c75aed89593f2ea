import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const ROOT = join(__dirname, '..', '..', '..');

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

describe("the README's own mesh", () => {
  it('runs as it stands, in at most 15 lines', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const code = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(15);
    // Its imports are those of a file in the checkout.
    const file = join(ROOT, `readme-example-${String(process.pid)}.ts`);
    const out = mkdtempSync(join(tmpdir(), 'istio-revisions-readme-'));
    writeFileSync(file, code);
    try {
      execFileSync(process.execPath, ['-r', '@swc-node/register', file], {
        cwd: ROOT,
        env: { ...env, CDK8S_OUTDIR: out },
      });
    } finally {
      rmSync(file);
    }
    const text = readFileSync(join(out, 'mesh.k8s.yaml'), 'utf8');
    const objects = parseAllDocuments(text).map(
      (document) => document.toJS() as { kind: string; metadata: { name: string } },
    );
    const deployments = objects.filter(({ kind }) => kind === 'Deployment');
    expect(deployments.map(({ metadata }) => metadata.name).sort()).toEqual([
      'edge-1-30',
      'istiod-1-30',
      'istiod-1-31',
    ]);
  }, 60_000);
});
