import type { kinds } from '../generated/newest';
import type { GatewayRelease } from '../operator/gateway/gateway-release';
import type { KubeObject } from './kube-object';

/** The istiods that clusters without one of their own reach through a gateway. */
export interface ExposedIstiods {
  /** The mesh's namespace, where their Services are; the routes are there too. */
  readonly namespace: string;
  /** Each gets routes of its own, which go with it. */
  readonly revisions: readonly string[];
}

/** An Istio object with its place. */
type Placed<T> = T & Pick<KubeObject, 'kind' | 'metadata'>;

/** Where proxies find istiod, on the gateway and on its Service. */
const DISCOVERY = { number: 15012, name: 'tls-istiod', onService: 15012 } as const;

/** Where API servers find the injector, on the gateway and on its Service. */
const WEBHOOK = { number: 15017, name: 'tls-webhook', onService: 443 } as const;

const PORTS = [DISCOVERY, WEBHOOK] as const;

/**
 * Exposes the istiod of each revision on a gateway: TLS is passed through, to the revision whose Service the client asks for by SNI. So
 * one gateway serves the proxies and the injectors of several revisions at once, and nothing leads to one that is gone.
 * @param selector - labels of the gateway's pods, of every generation
 * @see https://github.com/istio/istio/blob/1.31.0/samples/multicluster/expose-istiod-rev.yaml.tmpl
 */
export function exposeIstiod(
  { name, namespace }: Pick<GatewayRelease, 'name' | 'namespace'>,
  selector: Readonly<Record<string, string>>,
  { namespace: meshNamespace, revisions }: ExposedIstiods,
): KubeObject[] {
  const gateway = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: `${name}-istiod`, namespace },
    spec: {
      selector,
      servers: PORTS.map((port) => ({
        port: { number: port.number, name: port.name, protocol: 'TLS' },
        tls: { mode: 'PASSTHROUGH' },
        // What no revision is asked for by has no route, and is closed.
        hosts: ['*'],
      })),
    },
  } satisfies Placed<kinds.Gateway>;
  const place = `${namespace}/${name}-istiod`;
  const routes = revisions.map((revision) => routesTo(revision, meshNamespace, name, place));
  return [gateway, ...routes];
}

/** The Service is named without its domain, which is istiod's to know; for that the routes are in its namespace. */
function routesTo(revision: string, namespace: string, name: string, gateway: string): KubeObject {
  const service = `istiod-${revision}`;
  const hosts = [`${service}.${namespace}.svc`, `${service}.${namespace}.svc.cluster.local`];
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: `${name}-${service}`, namespace },
    spec: {
      hosts,
      gateways: [gateway],
      tls: PORTS.map(({ number, onService }) => ({
        match: [{ port: number, sniHosts: hosts }],
        route: [{ destination: { host: service, port: { number: onService } } }],
      })),
    },
  } satisfies Placed<kinds.VirtualService>;
}
