import { DiscoveryV1Api } from '@kubernetes/client-node';
import { statusOf } from '../../lib/cluster/api-error';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { SERVICE_LABEL } from '../../lib/cluster/ready-endpoints';
import type { DiscoveryService } from './discovery-target';

/** A connection to the istiods of another cluster, on its way through that one's gateway. */
export interface IstiodHop {
  /** An address of that cluster. */
  readonly address: string;
  readonly port: number;
  /** The server name that it asks for. */
  readonly sni: string;
  /** Gateways and istiods take turns by it. */
  readonly turn: number;
}

/** Follows a connection into the cluster of its address, to a port of an istiod on loopback; `null` where it ends nowhere. */
export type FollowToIstiod = (hop: IstiodHop) => Promise<number | null>;

/** The istiods of another cluster, as a Service of this one leads to them: one without a selector, whose endpoints are written down. */
export class UsedIstiods {
  readonly #client: KubeClient;
  readonly #slices: DiscoveryV1Api;
  readonly #follow: FollowToIstiod;

  constructor(client: KubeClient, follow: FollowToIstiod) {
    this.#client = client;
    this.#slices = client.config.makeApiClient(DiscoveryV1Api);
    this.#follow = follow;
  }

  /**
   * Where a port of a Service leads; `null` where the Service is not there, has pods of its own, or leads nowhere.
   * @param port - of the Service, such as 15012
   */
  async find(
    { namespace, name }: DiscoveryService,
    port: number,
    turn: number,
  ): Promise<number | null> {
    const service = await this.#read(namespace, name);
    const named = service?.spec?.ports?.find((one) => one.port === port);
    if (named === undefined || service?.spec?.selector !== undefined) return null;
    const labelSelector = `${SERVICE_LABEL}=${name}`;
    const { items } = await this.#slices.listNamespacedEndpointSlice({ namespace, labelSelector });
    for (const { endpoints, ports = [] } of items) {
      const address = endpoints[0]?.addresses[0];
      const target = ports.find((one) => one.name === named.name)?.port;
      if (address === undefined || target === undefined) continue;
      return this.#follow({ address, port: target, sni: `${name}.${namespace}.svc`, turn });
    }
    return null;
  }

  async #read(namespace: string, name: string) {
    try {
      return await this.#client.core.readNamespacedService({ namespace, name });
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }
}
