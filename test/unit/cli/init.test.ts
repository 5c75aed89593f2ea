import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { devEnvironment } from '../../../stacks/environments/dev';
import { projectOf } from '../../../stacks/environments/project';
import { environmentOfInstallation } from '../../../lib/cli/init/environment-of-installation';
import { toSource } from '../../../lib/cli/init/to-source';
import { jsonOf } from '../../support/json-of';
import { runCommand } from '../../support/run-command';

const ROOT = join(__dirname, '..', '..', '..');
const folder = () => mkdtempSync(join(tmpdir(), 'istio-revisions-init-'));

const FILES = [
  '.gitignore',
  'Pulumi.yaml',
  'README.md',
  'cdk8s.yaml',
  'environments.ts',
  'package.json',
  'pulumi.js',
  'tsconfig.json',
];

async function init(...args: readonly string[]) {
  const dir = join(folder(), 'my mesh');
  const result = await runCommand(['init', dir, ...args]);
  return { ...result, dir, declared: () => projectOf(dir).declared };
}

describe('istio-revisions init', () => {
  it('writes a project for the lab, whose environment is that of the repository', async () => {
    const { code, dir, declared, stdout } = await init('--lab', '--json');
    expect(code).toBe(0);
    expect(readdirSync(dir).sort()).toEqual(FILES);
    expect(declared()).toEqual([devEnvironment]);
    expect(jsonOf('init', stdout)).toMatchObject({
      name: 'my-mesh',
      next: expect.arrayContaining(['istio-revisions rollout run --env dev']) as unknown,
    });
    expect(readFileSync(join(dir, 'Pulumi.yaml'), 'utf8')).toMatch(/^name: my-mesh$/m);
  });

  it('writes a project from scratch that validates itself with an istiod', async () => {
    const { declared } = await init('--env', 'prod', '--context', 'prod', '--istio', '1.30.3');
    expect(declared()).toMatchObject([
      {
        name: 'prod',
        cluster: { context: 'prod' },
        mesh: {
          base: { version: '1.30.3', defaultRevision: '1-30' },
          revisions: [{ revision: '1-30', version: '1.30.3' }],
        },
      },
    ]);
  });

  it('declares gateways of two pods, which a wave can move', async () => {
    const { code, declared } = await init('--gateway', 'edge/in', '--gateway', 'edge/out');
    const values = { autoscaling: { minReplicas: 2 } };
    const common = { namespace: 'edge', revision: '1-31', values };
    expect([code, declared()]).toMatchObject([
      0,
      [
        {
          mesh: {
            gateways: [
              { ...common, name: 'in' },
              { ...common, name: 'out' },
            ],
          },
        },
      ],
    ]);
  });

  it('carries an IstioOperator document over, and says what it could not', async () => {
    const file = join(folder(), 'iop.yaml');
    const spec = [
      '  tag: 1.31.0',
      '  hub: example.org/istio',
      '  values: { global: { proxy: { privileged: true } }, pilot: { env: { A: "it\'s" } } }',
      '  meshConfig: { accessLogFile: /dev/stdout }',
      '  components:',
      '    pilot: { k8s: { replicaCount: 3 } }',
      '    ingressGateways: [{ name: edge, enabled: true }]',
      '    egressGateways: [{ name: out, enabled: false }]',
    ];
    const head = 'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n';
    writeFileSync(file, `${head}${spec.join('\n')}\n`);
    const { code, declared, stderr } = await init('--from', file);
    expect([code, declared()]).toEqual([
      0,
      [
        expect.objectContaining({
          mesh: {
            namespace: 'istio-system',
            base: { version: '1.31.0', defaultRevision: 'none' },
            hub: 'example.org/istio',
            revisions: [
              {
                revision: '1-31',
                version: '1.31.0',
                meshConfig: { accessLogFile: '/dev/stdout' },
                values: { global: { proxy: { privileged: true } }, pilot: { env: { A: "it's" } } },
                components: { pilot: { k8s: { replicaCount: 3 } } },
              },
            ],
            gateways: [],
          },
        }),
      ],
    ]);
    expect(stderr).toMatch(/components\.ingressGateways is not carried over/);
    expect(stderr).not.toMatch(/egressGateways/);
    expect(stderr).toMatch(/names no revision; this one is called 1-31/);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['two sources', ['--lab', '--from-cluster'], /--lab and --from-cluster exclude each other/],
    ['a minor that is not supported', ['--istio', '1.12.0'], /Istio 1\.12 is not supported/],
    ['no version', ['--istio', 'newest'], /--istio newest is no version/],
    ['a name that no stack has', ['--env', '../x'], /--env \.\.\/x: a name has/],
    [
      'a document that is not there',
      ['--from', '/no/such.yaml'],
      /\/no\/such\.yaml cannot be read: ENOENT/,
    ],
    [
      'a gateway without a namespace',
      ['--gateway', 'edge'],
      /--gateway edge is no namespace\/name/,
    ],
    [
      'a gateway beside those of the lab',
      ['--lab', '--gateway', 'edge/in'],
      /--lab says which gateways there are/,
    ],
    ['a context of the lab', ['--lab', '--context', 'x'], /the lab has a kubeconfig of its own/],
    [
      'no kubeconfig',
      ['--from-cluster', '--kubeconfig', '/no/such'],
      /kubeconfig \/no\/such cannot be used/,
    ],
  ])('is refused with 2 for %s, and writes nothing', async (_what, args, message) => {
    const { code, stderr, dir } = await init(...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(existsSync(dir)).toBe(false);
  });

  it('writes over nothing, and then writes nothing at all', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'package.json'), '{}');
    writeFileSync(join(dir, 'README.md'), 'mine');
    const { code, stderr } = await runCommand(['init', dir, '--lab']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/has package\.json, README\.md already/),
    ]);
    expect(readdirSync(dir).sort()).toEqual(['README.md', 'package.json']);
    expect(readFileSync(join(dir, 'README.md'), 'utf8')).toBe('mine');
  });

  it('leaves nothing where the folder cannot be written', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'file'), '');
    const { code, stderr } = await runCommand(['init', join(dir, 'file', 'mesh'), '--lab']);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/cannot be written.*nothing is left/),
    ]);
    // The last file of a project cannot be made where a link leads nowhere.
    const half = folder();
    symlinkSync(join(half, 'nowhere', 'README.md'), join(half, 'README.md'));
    expect((await runCommand(['init', half, '--lab'])).code).toBe(1);
    expect(readdirSync(half)).toEqual(['README.md']);
  });

  it('writes environments that the types allow', async () => {
    const { dir } = await init('--lab');
    mkdirSync(join(dir, 'node_modules'));
    symlinkSync(ROOT, join(dir, 'node_modules', 'istio-revisions'));
    const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
    const output = () => execFileSync(tsc, ['-p', dir], { encoding: 'utf8' });
    expect(output()).toBe('');
    const file = join(dir, 'environments.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace('accessLogFile', 'accessLogFle'));
    expect(output).toThrow();
  }, 120_000);
});

describe('an environment of what runs in a cluster', () => {
  const istiod = {
    revision: '1-30',
    namespace: 'istio-system',
    version: '1.30.3',
    hub: 'example.org/istio',
    release: 'istiod-1-30',
    meshConfig: {
      accessLogFile: '/dev/stdout',
      defaultConfig: { discoveryAddress: 'istiod-1-30.istio-system.svc:15012', concurrency: 2 },
    },
  };
  const place = { name: 'prod', cluster: {} };
  const edge = { namespace: 'edge', name: 'ingress', revision: '1-30' };

  it('has its revisions, its default and its gateways in place, to be adopted', () => {
    const newer = {
      ...istiod,
      revision: '1-31',
      version: '1.31.0',
      release: null,
      meshConfig: null,
    };
    const { environment, notes } = environmentOfInstallation(
      {
        revisions: [newer, istiod],
        gateways: [edge, { ...edge, name: 'egress', revision: null }],
        defaultService: 'istiod-1-30',
      },
      place,
    );
    expect(environment).toEqual({
      ...place,
      mesh: {
        namespace: 'istio-system',
        base: { version: '1.31.0', defaultRevision: '1-30' },
        hub: 'example.org/istio',
        revisions: [
          { revision: '1-31', version: '1.31.0' },
          {
            revision: '1-30',
            version: '1.30.3',
            release: 'istiod-1-30',
            meshConfig: { accessLogFile: '/dev/stdout', defaultConfig: { concurrency: 2 } },
          },
        ],
        gateways: [{ ...edge, inPlace: true }],
      },
    });
    expect(notes[0]).toMatch(/gateway edge\/egress asks for no revision that runs/);
  });

  it.each([
    [[], /no istiod runs/],
    [[{ ...istiod, version: '1.22.1' }], /istiod of 1-30 is 1\.22\.1; this version supports/],
    [[{ ...istiod, version: null }], /names no version by its image/],
    [[istiod, { ...istiod, namespace: 'other' }], /istiods run in several namespaces/],
  ])('is refused for what cannot be described: %#', (revisions, message) => {
    const found = { revisions, gateways: [], defaultService: null };
    expect(() => environmentOfInstallation(found, place)).toThrow(message);
  });
});

describe('data as source', () => {
  it.each<[unknown, string]>([
    [{ a: 1, 'b-c': "it's" }, `{\n  a: 1,\n  'b-c': 'it\\'s',\n}`],
    [['\n"${x}`'], `[\n  '\\n"\${x}\`',\n]`],
    [{ a: { b: true, c: null } }, `{\n  a: { b: true, c: null },\n}`],
    [{ a: undefined, b: [] }, `{\n  b: [],\n}`],
  ])('is what it was: %j', (value, text) => {
    expect(toSource(value)).toBe(text);
  });

  it('is data again when it is read, whatever is in it', () => {
    const hostile = { "'; process.exit(1); '": '\\\'";\u2028</script>${1}', __proto__x: ['\\'] };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
    expect(new Function(`return ${toSource(hostile)}`)()).toEqual(hostile);
  });
});
