import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kubernetesPackage from '@pulumi/kubernetes/package.json';
import { parseAllDocuments } from 'yaml';
import { BINARIES } from '../../../lab/binaries/catalog';
import packageJson from '../../../package.json';

const ROOT = join(__dirname, '..', '..', '..');

describe('docs/operator.md', () => {
  it('installs the operator with an example that runs as it stands', () => {
    const code = /```ts\n(.*?)```/s.exec(readFileSync(join(ROOT, 'docs/operator.md'), 'utf8'))?.[1];
    // Its imports are those of a file in the checkout.
    const file = join(ROOT, `operator-example-${String(process.pid)}.ts`);
    const out = mkdtempSync(join(tmpdir(), 'istio-revisions-operator-'));
    writeFileSync(file, code ?? '');
    try {
      execFileSync(process.execPath, ['-r', '@swc-node/register', file], {
        cwd: ROOT,
        env: { ...process.env, CDK8S_OUTDIR: out },
      });
    } finally {
      rmSync(file);
    }
    const text = readFileSync(join(out, 'operator.k8s.yaml'), 'utf8');
    const kinds = parseAllDocuments(text).map(
      (document) => (document.toJS() as { readonly kind: string }).kind,
    );
    expect(kinds.sort()).toEqual([
      'ClusterRole',
      'ClusterRoleBinding',
      'CustomResourceDefinition',
      'Deployment',
      'PersistentVolumeClaim',
      'Role',
      'RoleBinding',
      'Service',
      'ServiceAccount',
    ]);
  }, 120_000);
});

describe('the image', () => {
  const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
  const argument = (name: string) => new RegExp(`^ARG ${name}=(.*)$`, 'm').exec(dockerfile)?.[1];
  const pinned = (name: string) => BINARIES.find((binary) => binary.name === name)?.version;

  it('has the provider that the engine asks for', () => {
    expect(argument('KUBERNETES_PLUGIN_VERSION')).toBe(kubernetesPackage.version);
  });

  it('has the engine and the Helm that the project is tested with', () => {
    expect(argument('PULUMI_VERSION')).toBe(pinned('pulumi'));
    expect(argument('HELM_VERSION')).toBe(pinned('helm'));
  });

  it('has a Node that the project takes', () => {
    const minimum = packageJson.engines.node.replace('>=', '');
    expect(argument('NODE_IMAGE')).toBe(`node:${minimum}-slim`);
  });

  it('takes nothing that it does not check', () => {
    const checked = ['PULUMI_SHA256', 'KUBERNETES_PLUGIN_SHA256', 'HELM_SHA256', 'ISTIO_RELEASES'];
    for (const name of checked) expect(dockerfile).toMatch(new RegExp(`^ARG ${name}$`, 'm'));
    const downloads = dockerfile.match(/download "https:[^"]+" "\$\{[\w#*=]+\}"/g) ?? [];
    expect(downloads).toHaveLength(checked.length);
  });

  it('runs the operator, not as root', () => {
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    expect(dockerfile).toMatch(/^ENTRYPOINT \["node", "bin\/istio-revisions.js", "operator"\]$/m);
  });
});
