import { PatchStrategy, type V1ConfigMap, type V1Service } from '@kubernetes/client-node';
import { RawObjects } from '../../lib/cluster/raw-objects';
import type { RemoteSecretReport } from '../../lib/cluster/remote/issue-remote-secrets';
import { readStatus } from '../../lib/cluster/status-writer';
import { OPERATOR_STATUS } from '../../lib/rollout/status/read-operator-status';
import type { PlanReport } from '../../lib/reconcile/deploy-plan/plan-report';
import { devEnvironment } from '../../stacks/environments/dev';
import { startBareLab, type BareLab } from '../support/bare-lab';
import { checkoutWithFleet } from '../support/checkout';
import { cli, cliExpecting } from '../support/cli';
import { jsonOf } from '../support/json-of';
import { readerObjects } from '../support/reader-objects';

jest.setTimeout(600_000);

const MESH = { apiVersion: 'v1', kind: 'ConfigMap', metadata: named('istio-1-30') };
const SERVICE = { apiVersion: 'v1', kind: 'Service', metadata: named('istiod-1-30') };

/** One installation, one story: the tests run in this order. */
describe('what becomes of changes that somebody makes in the cluster', () => {
  let lab: BareLab;
  let installed: V1ConfigMap;

  const up = (...args: string[]) => ['up', '--env', 'dev', ...args];
  const mesh = () => lab.client.objects.read<V1ConfigMap>(MESH);
  const writeMesh = (text: string, manager: string, strategy: PatchStrategy) =>
    lab.client.objects.patch(
      { ...MESH, data: { mesh: text } },
      undefined,
      undefined,
      manager,
      strategy === PatchStrategy.ServerSideApply ? true : undefined,
      strategy,
    );
  const phases = async () =>
    Promise.all(
      ['base', 'istiod-1-30'].map(async (name) => {
        const read = await readStatus(lab.client, OPERATOR_STATUS, {
          namespace: 'istio-system',
          name,
        });
        return read.found ? read.status?.phase : read.reason;
      }),
    );

  beforeAll(async () => {
    lab = await startBareLab();
    await cliExpecting(0, up(), lab.env);
    installed = await mesh();
  });

  afterAll(async () => {
    await lab.down();
  });

  it('leaves the documents of what it installed with a status that says Ready', async () => {
    expect(await phases()).toEqual(['Ready', 'Ready']);
  });

  it('shows in a preview what was edited, with both values, and what was deleted', async () => {
    await writeMesh(
      'accessLogFile: /dev/null\n',
      'kubectl-edit',
      PatchStrategy.StrategicMergePatch,
    );
    await lab.client.objects.delete(SERVICE);
    const { stdout } = await cliExpecting(0, up('--preview-only'), lab.env);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^revision 1-30 \(affects 1 namespace, 1 workload, \d pods?\)$/),
      '  update (drift) ConfigMap istio-system/istio-1-30 (kubectl-edit gives way)',
      expect.stringMatching(
        /^ {6}data\.mesh: "accessLogFile: \/dev\/null\\n" → "accessLogFile: \/dev\/stdout\\n.*…, changed in the cluster$/,
      ),
      '  create (drift) Service istio-system/istiod-1-30',
      expect.stringMatching(/^1 update, 1 create, \d\d same$/),
      '',
    ]);
    expect((await mesh()).data?.['mesh']).toBe('accessLogFile: /dev/null\n');
  });

  it('puts back exactly that, and stays Ready', async () => {
    const { stdout } = await cliExpecting(0, up('--json'), lab.env);
    const { counts } = jsonOf<{ counts: Record<string, number> }>('up', stdout);
    expect(counts).toEqual({ create: 1, update: 1, same: expect.any(Number) as number });
    const { data, metadata } = await mesh();
    expect([data, metadata?.uid]).toEqual([installed.data, installed.metadata?.uid]);
    expect((await lab.client.objects.read<V1Service>(SERVICE)).spec?.clusterIP).toMatch(/^10\./);
    expect(await phases()).toEqual(['Ready', 'Ready']);
  });

  it('refuses to edit a revision in use, and names the way: a new revision and a rollout', async () => {
    const { metadata } = await mesh();
    const { code, stderr } = await cli(up(), {
      ...lab.env,
      ISTIO_REVISIONS_SET_1_30: 'meshConfig.outboundTrafficPolicy.mode=REGISTRY_ONLY',
    });
    expect([code, stderr]).toEqual([
      5,
      expect.stringContaining(
        'error: nothing was changed:\n' +
          '  ConfigMap istio-system/istio-1-30 [in-place-edit]: revision 1-30 is in use, ' +
          'and this would change it under its proxies: meshConfig.outboundTrafficPolicy\n' +
          '    declare a new revision beside 1-30 with this change, and move to it with a rollout; ' +
          'for another patch version of 1-30 declare a rollout between the two\n',
      ),
    ]);
    expect((await mesh()).metadata?.resourceVersion).toBe(metadata?.resourceVersion);
  });

  it('stops where a controller that nobody knows owns what would change, and forces nothing', async () => {
    await writeMesh(
      'accessLogFile: /dev/stderr\n',
      'argocd-controller',
      PatchStrategy.ServerSideApply,
    );
    const { stdout } = await cliExpecting(5, up('--preview-only', '--json'), lab.env);
    const { problems } = jsonOf<PlanReport>('up', stdout);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['conflict', 'somebody else owns what would change: .data.mesh (argocd-controller)'],
    ]);
    const { stderr } = await cliExpecting(5, up(), lab.env);
    expect(stderr).toContain('let argocd-controller give up these fields');
    expect((await mesh()).data?.['mesh']).toBe('accessLogFile: /dev/stderr\n');
  });

  it('gives istiods of two clusters access to the other once, here under two names of the one that there is', async () => {
    const cluster = { kubeconfig: lab.state.directKubeconfig };
    const clusters = ['eu', 'us'].map((name) => ({ name, cluster }));
    const checkout = checkoutWithFleet({ mesh: devEnvironment.mesh, clusters });
    const objects = RawObjects.open(lab.client.config);
    for (const one of readerObjects('eu', 'us'))
      await objects.send('create', one, { content: one });
    const outcomes = async () => {
      const args = ['remote-secrets', '--env', 'multi', '--json'];
      const { stdout } = await cliExpecting(0, args, lab.env, checkout);
      expect(stdout).not.toMatch(/eyJ|PRIVATE KEY/);
      return jsonOf<RemoteSecretReport[]>('remote-secrets', stdout).map(
        ({ reader, cluster: read, outcome }) => `${reader} ${read} ${outcome}`,
      );
    };
    expect(await outcomes()).toEqual(['eu us issued', 'us eu issued']);
    expect(await outcomes()).toEqual(['eu us kept', 'us eu kept']);
  });

  it('goes whole, with the token of what was shown, and is not there the next time', async () => {
    await lab.client.objects.delete(MESH);
    const destroy = async (code: number, ...args: string[]) => {
      const all = ['destroy', '--env', 'dev', '--json', ...args];
      return jsonOf<Destroyed>('destroy', (await cliExpecting(code, all, lab.env)).stdout);
    };
    const shown = await destroy(4);
    expect(shown).toMatchObject({ done: false, token: expect.stringMatching(/^dev\//) as string });
    const gone = await destroy(0, '--confirm', shown.token ?? '');
    expect(gone).toEqual({ ...shown, done: true });
    expect(await destroy(0)).toEqual({ environment: 'dev', done: true, token: null, stages: [] });
  });
});

interface Destroyed {
  readonly token: string | null;
}

function named(name: string) {
  return { name, namespace: 'istio-system' };
}
