import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createKubeClient } from '../../lib/cluster/kube-client';
import type { ResolvedBinary } from '../binaries/resolve-binaries';
import { startProcess, waitUntilReady } from '../processes';
import type { LabProcess } from '../state';
import { writeCredentials, type Credentials } from './credentials';
import { writeKubeconfig } from './kubeconfig';
import { prepareCluster } from './prepare-cluster';

/** Ports that the control plane listens on, all on loopback. */
export interface ControlPlanePorts {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kubelet: number;
}

/** What starting needs. */
export interface ControlPlaneOptions {
  readonly dir: string;
  /** Where to write the kubeconfig that leads to it. */
  readonly kubeconfig: string;
  readonly binaries: Readonly<Record<string, ResolvedBinary>>;
  readonly ports: ControlPlanePorts;
  /** Where pods get their addresses. */
  readonly podCidr: string;
  /** Port of the Prometheus that the agent runs. */
  readonly prometheus: number;
  readonly say: (line: string) => void;
  /** Told of every process at once, so that a killed start can be cleaned. */
  readonly started: (process: LabProcess) => void;
  /** Ends the start before the next process. */
  readonly signal: AbortSignal;
}

const SERVICE_CIDR = '10.96.0.0/16';
const START_TIMEOUT_MS = 60_000;

/** Starts etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kwok, each ready before the next. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<void> {
  const { dir, kubeconfig, ports } = options;
  mkdirSync(join(dir, 'certs'), { recursive: true });
  const credentials = writeCredentials(dir);
  const etcd = await start(options, 'etcd', etcdArgs(dir, ports));
  await waitUntilReady(
    etcd,
    () => answers(`http://127.0.0.1:${String(ports.etcd)}/readyz`),
    START_TIMEOUT_MS,
    options.signal,
  );
  const apiServer = `https://127.0.0.1:${String(ports.apiServer)}`;
  const api = await start(options, 'kube-apiserver', apiServerArgs(dir, ports, credentials));
  const caFile = join(dir, 'certs', 'apiserver.crt');
  await waitUntilReady(
    api,
    () => {
      writeKubeconfig(kubeconfig, {
        server: apiServer,
        caFile,
        user: { token: credentials.adminToken },
      });
      return isApiReady(kubeconfig);
    },
    START_TIMEOUT_MS,
    options.signal,
  );
  await prepareCluster(kubeconfig, options.prometheus);
  await start(
    options,
    'kube-controller-manager',
    controllerManagerArgs(options, credentials, caFile),
  );
  await start(options, 'kube-scheduler', [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${String(ports.scheduler)}`,
    `--cert-dir=${join(dir, 'certs', 'scheduler')}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
  ]);
  await start(options, 'kwok', kwokArgs(options));
}

async function start(
  { binaries, dir, say, started, signal }: ControlPlaneOptions,
  name: string,
  args: readonly string[],
): Promise<LabProcess> {
  const command = binaries[name]?.path ?? name;
  const process = await startProcess({
    name,
    command,
    args,
    cwd: dir,
    log: join(dir, 'logs', `${name}.log`),
    signal,
  });
  started(process);
  say(`  ${name} started`);
  return process;
}

function etcdArgs(dir: string, ports: ControlPlanePorts): string[] {
  const client = `http://127.0.0.1:${String(ports.etcd)}`;
  const peer = `http://127.0.0.1:${String(ports.etcdPeer)}`;
  return [
    `--data-dir=${join(dir, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    // The lab's data is worth nothing after a power cut.
    '--unsafe-no-fsync',
    '--log-level=warn',
  ];
}

function apiServerArgs(dir: string, ports: ControlPlanePorts, credentials: Credentials): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${String(ports.etcd)}`,
    `--secure-port=${String(ports.apiServer)}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--cert-dir=${join(dir, 'certs')}`,
    `--token-auth-file=${credentials.tokens}`,
    '--authorization-mode=RBAC',
    `--service-account-key-file=${credentials.serviceAccountKey}`,
    `--service-account-signing-key-file=${credentials.serviceAccountKey}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    '--api-audiences=https://kubernetes.default.svc.cluster.local,istio-ca',
    `--service-cluster-ip-range=${SERVICE_CIDR}`,
    '--endpoint-reconciler-type=none',
    '--kubelet-preferred-address-types=InternalIP',
    '--max-requests-inflight=1000',
  ];
}

function controllerManagerArgs(
  { dir, kubeconfig, ports }: ControlPlaneOptions,
  credentials: Credentials,
  caFile: string,
): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${String(ports.controllerManager)}`,
    `--cert-dir=${join(dir, 'certs', 'controller-manager')}`,
    `--service-account-private-key-file=${credentials.serviceAccountKey}`,
    `--root-ca-file=${caFile}`,
    '--use-service-account-credentials=true',
    '--concurrent-deployment-syncs=10',
    '--concurrent-replicaset-syncs=10',
  ];
}

function kwokArgs({ dir, ports, kubeconfig, podCidr }: ControlPlaneOptions): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--config=${join(__dirname, 'kwok-config.yaml')}`,
    '--manage-all-nodes=true',
    '--enable-crds=PortForward',
    '--node-ip=127.0.0.1',
    `--node-port=${String(ports.kubelet)}`,
    `--server-address=127.0.0.1:${String(ports.kubelet)}`,
    `--tls-cert-file=${join(dir, 'certs', 'apiserver.crt')}`,
    `--tls-private-key-file=${join(dir, 'certs', 'apiserver.key')}`,
    `--cidr=${podCidr}`,
    '--node-lease-duration-seconds=40',
  ];
}

async function answers(url: string): Promise<boolean> {
  return (await fetch(url)).ok;
}

async function isApiReady(kubeconfig: string): Promise<boolean> {
  const client = createKubeClient({ kubeconfig });
  // Bootstrap roles and the default namespace come a moment after the server answers.
  await client.core.readNamespace({ name: 'kube-system' });
  await client.objects.read({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'system:kube-scheduler' },
  });
  return true;
}
