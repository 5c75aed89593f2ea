import { ISTIO_VERSIONS } from './binaries/catalog';
import type { ControlPlanePorts } from './control-plane/start-control-plane';
import { freePorts } from './processes';
import type { LabState } from './state';

/** Ports of one cluster, all on loopback. */
export interface LabPorts {
  readonly controlPlane: ControlPlanePorts;
  readonly own: LabState['ports'];
  readonly revisions: LabState['revisions'];
  /** Where the agents of other clusters reach its agent. */
  readonly peers: number;
}

const MINORS = Object.keys(ISTIO_VERSIONS);
const PORTS_OF_ONE = 10 + MINORS.length;

/** Free ports for some clusters, all different. */
export async function choosePorts(clusters: number): Promise<LabPorts[]> {
  const all = await freePorts(clusters * PORTS_OF_ONE);
  return Array.from({ length: clusters }, (_, index) =>
    portsOfOne(all.slice(index * PORTS_OF_ONE, (index + 1) * PORTS_OF_ONE)),
  );
}

function portsOfOne(ports: readonly number[]): LabPorts {
  const [
    etcd = 0,
    etcdPeer = 0,
    apiServer = 0,
    controllerManager = 0,
    scheduler = 0,
    kubelet = 0,
    prometheus = 0,
    scrapeProxy = 0,
    apiProxy = 0,
    peers = 0,
    ...webhooks
  ] = ports;
  const revisions = MINORS.map((version, index) => [
    version.replace('.', '-'),
    { version, webhookPort: webhooks[index] ?? 0 },
  ]);
  return {
    controlPlane: { etcd, etcdPeer, apiServer, controllerManager, scheduler, kubelet },
    own: { prometheus, scrapeProxy, apiProxy },
    peers,
    revisions: Object.fromEntries(revisions) as LabState['revisions'],
  };
}
