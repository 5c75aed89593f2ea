import { createKubeClient } from '../../lib/cluster/kube-client';
import { observe } from '../../lib/cluster/observe';
import { applySample } from '../../lab/sample';
import { sandboxEnvironment } from '../../stacks/environments/sandbox';
import { cliExpecting } from '../support/cli';
import { injectedRevisions } from '../support/lab';

jest.setTimeout(3_600_000);

const kubeconfig = process.env['E2E_KUBECONFIG'];
const onACluster = kubeconfig === undefined ? describe.skip : describe;

/** The flow of the demo on an ordinary cluster, which nothing of the lab takes part in. */
onACluster('a mesh on the cluster of E2E_KUBECONFIG', () => {
  const env = { KUBECONFIG: kubeconfig ?? '' };
  const name = sandboxEnvironment.name;

  it('moves from one revision to the next, and the old one goes', async () => {
    const client = createKubeClient({ kubeconfig: kubeconfig ?? '' });
    await cliExpecting(0, ['up', '--env', name], env);
    await applySample(client, () => undefined);
    await cliExpecting(0, ['rollout', 'run', '--env', name], env);
    expect(await injectedRevisions(client)).toEqual(['1-31']);
    const { revisionObjects } = await observe(client, ['1-30', '1-31'], Date.now);
    expect(revisionObjects).toMatchObject({ known: true, value: { '1-30': [] } });
  });

  it('changes nothing when it is applied again', async () => {
    const { stdout } = await cliExpecting(0, ['up', '--env', name, '--json'], env);
    const { counts } = JSON.parse(stdout) as { counts: Record<string, number> };
    expect(Object.keys(counts)).toEqual(['same']);
  });
});
