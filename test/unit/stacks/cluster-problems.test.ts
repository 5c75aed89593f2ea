import { clusterProblems } from '../../../stacks/cluster-problems';
import type { ClusterSpec } from '../../../stacks/environments/environment';

const SOURCED = {
  ISTIO_REVISIONS_LAB: '/home/me/.lab',
  KUBECONFIG: '/home/me/.lab/kubeconfig',
  PULUMI_HOME: '/home/me/.lab/pulumi-home',
  PULUMI_BACKEND_URL: 'file:///home/me/.lab/pulumi-state',
};

function problems(cluster: ClusterSpec, variables: NodeJS.ProcessEnv, standIn = false): string[] {
  return clusterProblems({ environment: { name: 'e', cluster }, variables, standIn });
}

describe('an environment of the lab', () => {
  it('runs in a shell that sourced the env.sh of the lab, whichever provider that has', () => {
    expect(problems({ lab: true }, SOURCED, true)).toEqual([]);
    expect(problems({ lab: true }, SOURCED, false)).toEqual([]);
  });

  it.each([{}, { ISTIO_REVISIONS_LAB: '' }])('says how to start a lab: %j', (variables) => {
    expect(problems({ lab: true }, variables)).toEqual([
      expect.stringMatching(/lives in the lab: .*lab up.*source \.lab\/env\.sh/),
    ]);
  });

  it.each(['/home/me/.kube/config', undefined])(
    'never reaches the cluster of another kubeconfig: %s',
    (KUBECONFIG) => {
      expect(problems({ lab: true }, { ...SOURCED, KUBECONFIG })).toEqual([
        expect.stringMatching(
          /lives in the lab, but KUBECONFIG is .*source \/home\/me\/\.lab\/env\.sh/,
        ),
      ]);
    },
  );
});

describe('an environment of one of the clusters of the lab', () => {
  const shellOf = (name: string) => ({
    ISTIO_REVISIONS_LAB: `/home/me/.lab/clusters/${name}`,
    KUBECONFIG: `/home/me/.lab/clusters/${name}/kubeconfig`,
  });

  it('runs in a shell of that cluster, and in that of no other', () => {
    expect(problems({ lab: 'cluster-2' }, shellOf('cluster-2'), true)).toEqual([]);
    for (const other of [shellOf('cluster-1'), SOURCED]) {
      expect(problems({ lab: 'cluster-2' }, other)).toEqual([
        expect.stringMatching(/in cluster-2 of the lab, but .*clusters\/cluster-2\/env\.sh/),
      ]);
    }
  });
});

describe('an environment that is not the lab’s', () => {
  it('runs in an ordinary shell, also where a lab is named', () => {
    expect(problems({}, {})).toEqual([]);
    expect(problems({}, { ISTIO_REVISIONS_LAB: '/home/me/.lab', KUBECONFIG: '/k' })).toEqual([]);
    expect(
      problems({}, { ISTIO_REVISIONS_LAB: '/home/me/.lab', KUBECONFIG: '/home/me/.lab2/k' }),
    ).toEqual([]);
  });

  it('never reaches cluster, state or plugins of the lab from a shell that sourced its env.sh', () => {
    const found = problems({}, SOURCED, true).map((line) => /but (.*?) is/.exec(line)?.[1]);
    expect(found).toEqual([
      'KUBECONFIG',
      'PULUMI_HOME',
      'PULUMI_BACKEND_URL',
      'the Kubernetes provider in PULUMI_HOME',
    ]);
  });

  it('may name a kubeconfig of its own, but not share the state of the lab', () => {
    expect(problems({ kubeconfig: '/k' }, SOURCED)).toHaveLength(2);
  });
});
