import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { labEnv } from '../../lab/lab-env';
import { observe } from '../../lib/cluster/observe';
import { devEnvironment } from '../../stacks/environments/dev';
import { awaitThat } from '../support/await-that';
import { startBareLab, type BareLab } from '../support/bare-lab';
import { checkoutWith } from '../support/checkout';
import { cli, cliExpecting } from '../support/cli';
import { APPLIER, GitApplier } from '../support/git-applier';
import { commitAll, git, messagesOf, publish, refusePushes } from '../support/git-repository';
import { addSample, injectedRevisions, revisionLabels } from '../support/lab';

jest.setTimeout(900_000);

const NAMESPACES = ['catalog', 'checkout', 'checkout-canary', 'frontend', 'orders', 'payments'];
const allOn = (revision: string) => Object.fromEntries(NAMESPACES.map((name) => [name, revision]));

const { mesh, rollout, prometheus } = devEnvironment;

/** As `dev`, but without a gateway, in four waves of namespaces, and applied from Git. */
const DECLARED = {
  mesh: { ...mesh, gateways: [] },
  ...(prometheus !== undefined && { prometheus }),
  rollout: {
    ...rollout!,
    waves: [
      { name: 'canary', namespaces: ['checkout-canary'] },
      { name: 'web', namespaces: ['frontend', 'catalog'] },
      { name: 'core', namespaces: ['checkout', 'payments'] },
      { name: 'rest', namespaces: ['orders'] },
    ],
    metrics: { ...rollout!.metrics, lowTraffic: 'healthOnly' as const },
  },
  git: {
    repository: 'https://git.example.org/mesh.git',
    argocd: { project: 'mesh' },
  },
};

/** One mesh, one story: each test goes on where the one before stopped. */
describe('a mesh that a remote repository is applied to', () => {
  let lab: BareLab;
  let checkout = '';
  let remote = '';
  let applier: GitApplier;

  const run = () => cli(['rollout', 'run', '--env', 'dev', '--git'], lab.env, checkout);
  const subjects = () => messagesOf(remote).map((message) => message.split('\n')[0] ?? '');
  const messageOf = (subject: string) =>
    messagesOf(remote).find((message) => message.startsWith(subject)) ?? '';

  beforeAll(async () => {
    checkout = checkoutWith(DECLARED);
    remote = publish(checkout, ['node_modules', '.lab', '.pulumi']);
    lab = await startBareLab();
    await promisify(execFile)(process.execPath, [join('stacks', 'cdk8s.js')], {
      cwd: checkout,
      env: {
        ...process.env,
        ...labEnv(lab.state, process.env),
        CDK8S_OUTDIR: join(checkout, 'manifests'),
      },
    });
    commitAll(checkout, 'the mesh on 1-30');
    applier = new GitApplier(remote, lab.client.config, 'dev');
    applier.start();
    await awaitThat('the mesh is installed from Git', async () => {
      const { istiods } = await observe(lab.client, ['1-30'], Date.now);
      const isThere = istiods.known && istiods.value.some(({ ready }) => ready);
      return (isThere && applier.problems.length === 0) || undefined;
    });
    await addSample(lab);
  });

  afterAll(async () => {
    await applier.stop();
    await lab.down();
  });

  it('is blocked at its first step when the remote refuses the push by a rule, and says so', async () => {
    refusePushes(remote, 'main is protected');
    const { code, stdout, stderr } = await run();
    expect([code, `${stdout}${stderr}`]).toEqual([5, expect.stringContaining('main is protected')]);
    expect(subjects()).toEqual(['the mesh on 1-30', 'the source']);
    git(remote, 'config', 'core.hooksPath', 'no-hooks');
  });

  it('goes back by a revert when a gate of the third wave fails', async () => {
    const fault = ['never-ready', '--revision', '1-31', '--namespace', 'payments'];
    await cliExpecting(0, ['lab', 'fault', 'set', ...fault], lab.env);
    const { code, stdout } = await run();
    expect([code, stdout]).toEqual([3, expect.stringMatching(/workloads.*payments/s)]);
    const revert = messageOf('Revert "dev: wave 3/4 core moves to 1-31"');
    expect([...revert.matchAll(/This reverts commit \w{40}\./g)]).toHaveLength(3);
    expect(revert).toMatch(/payments/);
    expect(await revisionLabels(lab.client)).toEqual(allOn('1-30'));
    expect(await injectedRevisions(lab.client)).toEqual(['1-30']);
    await cliExpecting(0, ['lab', 'fault', 'clear'], lab.env);
  });

  it('is four commits for four waves at the next attempt, each with its evidence, and removes the old revision', async () => {
    const before = subjects().length;
    const { code, stdout, stderr } = await run();
    expect([code, code === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, '']);
    const made = subjects().slice(0, -before).reverse();
    expect(made.filter((subject) => subject.startsWith('dev: wave'))).toEqual([
      'dev: wave 1/4 canary moves to 1-31',
      'dev: wave 2/4 web moves to 1-31',
      'dev: wave 3/4 core moves to 1-31',
      'dev: wave 4/4 rest moves to 1-31',
    ]);
    expect(made.at(-1)).toBe('dev: remove 1-30');
    const evidence = messageOf('dev: wave 4/4 rest');
    expect(evidence).toMatch(/^- workloads: Pass, .+;/m);
    expect(evidence).toMatch(/^- \S+: Pass, .*limit 1\.00 %/m);
    expect(await revisionLabels(lab.client)).toEqual(allOn('1-31'));
    expect(await injectedRevisions(lab.client)).toEqual(['1-31']);
  });

  it('never took a field from anybody: the applier forces nothing and met no conflict', async () => {
    expect(applier.conflicts).toEqual([]);
    const { metadata } = await lab.client.core.readNamespace({ name: 'orders' });
    const owners = (metadata?.managedFields ?? []).filter((entry) =>
      JSON.stringify(entry.fieldsV1 ?? {}).includes('f:istio.io/rev'),
    );
    expect(owners.map(({ manager }) => manager)).toEqual([APPLIER]);
  });

  it('is as the tree says at the end: a synth changes nothing', () => {
    expect(git(checkout, 'status', '--porcelain')).toBe('');
  });
});
