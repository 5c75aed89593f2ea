import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentLayer } from '../../../lib/operator/environment-layer';
import type { Issue } from '../../../lib/operator/issue';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const ROOT = join(__dirname, '..', '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs/rendering.md'), 'utf8');

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

/** Runs a source as a file of the checkout. */
function run(code: string): string {
  const file = join(ROOT, `rendering-example-${String(process.pid)}.ts`);
  const out = mkdtempSync(join(tmpdir(), 'istio-revisions-rendering-'));
  writeFileSync(file, code);
  try {
    execFileSync(process.execPath, ['-r', '@swc-node/register', file], {
      cwd: ROOT,
      env: { ...env, CDK8S_OUTDIR: out },
      stdio: 'pipe',
    });
  } finally {
    rmSync(file);
  }
  return readFileSync(join(out, 'mesh.k8s.yaml'), 'utf8');
}

describe('docs/rendering.md', () => {
  const code = /```ts\n(.*?)```/s.exec(PAGE)?.[1] ?? '';

  it('acknowledges a warning with an example that runs as it stands', () => {
    expect(run(code)).toContain('replicas: 3');
  }, 60_000);

  it('says rightly that an acknowledgement which matches nothing is an error', () => {
    const without = code.replace('autoscaleEnabled: true', 'autoscaleEnabled: false');
    expect(() => run(without)).toThrow('unused-acknowledgement');
  }, 60_000);

  it('names every variable with the prefix of the program', () => {
    const issues: Issue[] = [];
    environmentLayer({ ISTIO_REVISIONS_NONE: 'x' }, '', issues);
    const [, listed = ''] = /known: (.*)$/.exec(issues[0]?.message ?? '') ?? [];
    const named = listed.split(', ').map((name) => name.replace('ISTIO_REVISIONS', ''));
    expect(named.length).toBeGreaterThan(8);
    for (const name of named) expect(PAGE).toContain(name);
  });
});
