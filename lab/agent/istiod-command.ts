import type { V1Pod } from '@kubernetes/client-node';
import { containerEnv } from './container-env';
import { imageTag } from './proxy-identity';

const CONTAINER = 'discovery';
const WEBHOOK_HOST = 'localhost';

/** Addresses of one istiod process, all on loopback. */
export interface IstiodPorts {
  readonly http: number;
  readonly grpc: number;
  readonly secureGrpc: number;
  readonly monitoring: number;
  readonly https: number;
}

/** What runs in place of an istiod pod's container. */
export interface IstiodCommand {
  readonly binary: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The pod's image is of an Istio minor that the lab has no program for; trying again cannot help. */
export class UnknownIstioMinor extends Error {
  override readonly name = 'UnknownIstioMinor';
}

/**
 * Turns an istiod pod into the command of the real istiod: program by the minor of the image tag, arguments and
 * environment of the container, addresses of loopback.
 *
 * @throws UnknownIstioMinor
 */
export function istiodCommand(
  pod: V1Pod,
  binaries: Readonly<Record<string, string>>,
  ports: IstiodPorts,
  kubeconfig: string,
): IstiodCommand {
  const container = pod.spec?.containers.find(({ name }) => name === CONTAINER);
  return {
    binary: binaryFor(container?.image, binaries),
    args: istiodArgs(container?.args ?? [], ports, kubeconfig),
    env: istiodEnv(containerEnv(pod, CONTAINER)),
  };
}

function binaryFor(image: string | undefined, binaries: Readonly<Record<string, string>>): string {
  const minor = imageTag(image ?? '')
    .split('.')
    .slice(0, 2)
    .join('.');
  const binary = binaries[minor];
  if (binary !== undefined) return binary;
  throw new UnknownIstioMinor(
    `image ${image ?? '(none)'} is of no Istio minor that the lab has; it has ${Object.keys(binaries).join(', ')}: set global.tag to one of these`,
  );
}

/** The pod's own arguments, with addresses of loopback in place of the pod's. */
function istiodArgs(args: readonly string[], ports: IstiodPorts, kubeconfig: string): string[] {
  const own = args.filter((argument) => !argument.startsWith('--monitoringAddr'));
  return [
    ...own,
    `--kubeconfig=${kubeconfig}`,
    `--httpAddr=127.0.0.1:${String(ports.http)}`,
    `--grpcAddr=127.0.0.1:${String(ports.grpc)}`,
    `--secureGRPCAddr=127.0.0.1:${String(ports.secureGrpc)}`,
    `--monitoringAddr=127.0.0.1:${String(ports.monitoring)}`,
    `--httpsAddr=127.0.0.1:${String(ports.https)}`,
    '--ctrlz_port=0',
  ];
}

function istiodEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  const hosts = (env['ISTIOD_CUSTOM_HOST'] ?? '').split(',').filter((host) => host !== '');
  // The webhooks of the lab name localhost, so the serving certificate has to.
  const customHosts = hosts.includes(WEBHOOK_HOST) ? hosts : [...hosts, WEBHOOK_HOST];
  // The container's path is a Secret of a remote cluster, which the lab does not mount.
  return { ...env, KUBECONFIG: '', ISTIOD_CUSTOM_HOST: customHosts.join(',') };
}
