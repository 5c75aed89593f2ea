import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { IstioOperatorDefinition } from '../../constructs';
import { writeKubeconfigFor } from '../../lab/control-plane/kubeconfig';
import { startBareLab, type BareLab } from './bare-lab';
import { openKubectl, type Kubectl } from './kubectl';
import { startOperator, type RunningOperator } from './running-operator';

const NAMESPACE = 'istio-system';

const NAMESPACED = 'deployments,services,configmaps,serviceaccounts,roles,rolebindings';
const CLUSTER_WIDE =
  'mutatingwebhookconfigurations,validatingwebhookconfigurations,clusterroles,clusterrolebindings';

/** A lab on which nothing but operators installs anything, and a person with kubectl. */
export interface OperatorRig {
  readonly lab: BareLab;
  /** Straight to the API server: what strikes the operator does not strike the person. */
  readonly kubectl: Kubectl;
  /** Every process so far, the first one first. */
  readonly started: readonly RunningOperator[];
  /** What the processes keep. */
  readonly workDir: string;
  /** Starts a process: another one in the place of the last, unless it is to stand `beside` it. */
  readonly start: (options?: {
    readonly beside?: true;
    /** A ServiceAccount; absent means the lab's administrator. */
    readonly account?: string;
    /** More of its command line. */
    readonly options?: readonly string[];
  }) => Promise<RunningOperator>;
  /** Makes an IstioOperator object. */
  readonly create: (name: string, spec: object) => Promise<void>;
  /** Merges into its spec; null takes a field away. */
  readonly change: (name: string, spec: object) => Promise<void>;
  /** Name and version of every object that belongs to a revision. */
  readonly objectsOf: (revision: string) => Promise<string[]>;
  /** The mesh configuration of revision 1-30, empty where it is not there. */
  readonly mesh: () => Promise<string>;
  /** Who leads, as its Lease says. */
  readonly leader: () => Promise<string>;
  readonly down: () => Promise<void>;
}

/** Starts the lab with the CRD on it, and no operator yet. */
export async function startOperatorRig(): Promise<OperatorRig> {
  const lab = await startBareLab();
  const kubectl = await openKubectl(lab.state.directKubeconfig, NAMESPACE);
  await kubectl.run(`create namespace ${NAMESPACE}`);
  await kubectl.apply(...definition());
  await kubectl.run('wait --for=condition=Established crd/istiooperators.install.istio.io');
  const started: RunningOperator[] = [];
  const workDir = operatorFolder();
  return {
    lab,
    kubectl,
    started,
    workDir,
    start: async ({ beside, account, options } = {}) => {
      const operator = startOperator(lab, {
        workDir: beside === true ? operatorFolder() : workDir,
        ...(options === undefined ? {} : { options }),
        ...(account === undefined ? {} : { kubeconfig: await kubeconfigOf(lab, kubectl, account) }),
      });
      started.push(operator);
      return operator;
    },
    create: (name, spec) =>
      kubectl.apply({
        apiVersion: 'install.istio.io/v1alpha1',
        kind: 'IstioOperator',
        metadata: { name, namespace: NAMESPACE },
        spec,
      }),
    change: async (name, spec) => {
      const patch = JSON.stringify({ spec });
      await kubectl.run(`patch istiooperator ${name} --type=merge`, `--patch=${patch}`);
    },
    objectsOf: async (revision) => {
      const select = `--selector=istio.io/rev=${revision}`;
      const lists = [
        await kubectl.run(`get ${NAMESPACED} ${select}`, '-o', VERSIONS),
        await kubectl.run(`get ${CLUSTER_WIDE} ${select}`, '-o', VERSIONS),
      ];
      return lists.flatMap((list) => list.split('\n')).filter((line) => line !== '');
    },
    mesh: () => kubectl.run('get configmap istio-1-30 --ignore-not-found -o jsonpath={.data.mesh}'),
    leader: () =>
      kubectl.run('get lease istio-revisions-operator -o jsonpath={.spec.holderIdentity}'),
    down: async () => {
      await Promise.all(started.map((operator) => operator.kill()));
      await lab.down();
    },
  };
}

const VERSIONS =
  'jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.resourceVersion}{"\\n"}{end}';

/** What operators keep. */
function operatorFolder(): string {
  return mkdtempSync(join(tmpdir(), 'istio-revisions-operator-'));
}

function definition(): object[] {
  const chart = new Chart(new App(), 'definition', { disableResourceNameHashes: true });
  new IstioOperatorDefinition(chart, 'definition');
  return chart.toJson() as object[];
}

async function kubeconfigOf(lab: BareLab, kubectl: Kubectl, account: string): Promise<string> {
  const token = await kubectl.run(`create token ${account} --duration=2h`);
  const file = join(lab.state.dir, `kubeconfig-${account}`);
  writeKubeconfigFor(lab.state.kubeconfig, file, { token: token.trim() });
  return file;
}
