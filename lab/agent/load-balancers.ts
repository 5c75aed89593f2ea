import { PatchStrategy, setHeaderOptions, type V1Service } from '@kubernetes/client-node';
import { messageOf, statusOf } from '../../lib/cluster/api-error';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { loadBalancerAddress, MOST_LOAD_BALANCERS } from '../fleet/addresses';
import type { FleetMember } from '../fleet/fleet';
import type { FailureLog } from './failure-log';

/** What an address of a load balancer leads to. */
export interface Balanced {
  /** As `<namespace>/<name>`. */
  readonly service: string;
  readonly targetPort: number;
}

/** What a cloud's controller does: Services of type LoadBalancer get an address, which stays theirs. */
export class LoadBalancers {
  readonly #client: KubeClient;
  readonly #member: FleetMember;
  readonly #failures: FailureLog;
  readonly #services = new Map<string, V1Service>();
  /** Addresses by the Service's uid. */
  readonly #addresses = new Map<string, string>();
  /** Those whose status is being written. */
  readonly #busy = new Set<string>();

  constructor(client: KubeClient, member: FleetMember, failures: FailureLog) {
    this.#client = client;
    this.#member = member;
    this.#failures = failures;
  }

  changed(service: V1Service): void {
    if (service.spec?.type !== 'LoadBalancer') {
      this.gone(service);
      return;
    }
    const uid = service.metadata?.uid ?? '';
    this.#services.set(uid, service);
    const before = addressOf(service);
    if (before !== undefined) this.#addresses.set(uid, before);
  }

  gone({ metadata }: V1Service): void {
    this.#services.delete(metadata?.uid ?? '');
    this.#addresses.delete(metadata?.uid ?? '');
  }

  /** Where an address and a port lead; `null` when they are no Service's. */
  at(address: string, port: number): Balanced | null {
    const [uid] = [...this.#addresses].find(([, one]) => one === address) ?? [];
    const service = this.#services.get(uid ?? '');
    const found = service?.spec?.ports?.find((one) => one.port === port);
    if (service === undefined || found === undefined) return null;
    // The lab has no container whose ports have names.
    const targetPort = typeof found.targetPort === 'number' ? found.targetPort : found.port;
    return { service: nameOf(service), targetPort };
  }

  /** Gives an address to every Service that has none yet, and writes it into its status. */
  async refresh(): Promise<void> {
    const due = [...this.#services]
      .filter(([uid, one]) => addressOf(one) === undefined && !this.#busy.has(uid))
      .map(([, service]) => service);
    await Promise.all(due.map((service) => this.#publish(service)));
  }

  async #publish(service: V1Service): Promise<void> {
    const event = 'load-balancer-failed';
    const { name = '', namespace = '', uid = '' } = service.metadata ?? {};
    this.#busy.add(uid);
    try {
      const ingress = [{ ip: this.#addressFor(service) }];
      await this.#client.core.patchNamespacedServiceStatus(
        { name, namespace, body: { status: { loadBalancer: { ingress } } } },
        setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
      );
      this.#failures.worked(event, nameOf(service));
    } catch (error) {
      if (statusOf(error) !== 404) this.#failures.failed(event, nameOf(service), messageOf(error));
    } finally {
      this.#busy.delete(uid);
    }
  }

  #addressFor({ metadata }: V1Service): string {
    const uid = metadata?.uid ?? '';
    const taken = new Set(this.#addresses.values());
    const free = Array.from({ length: MOST_LOAD_BALANCERS }, (_, index) =>
      loadBalancerAddress(this.#member, index + 1),
    ).find((one) => !taken.has(one));
    const address = this.#addresses.get(uid) ?? free;
    if (address === undefined) throw new Error('the cluster has no address left');
    this.#addresses.set(uid, address);
    return address;
  }
}

function addressOf({ status }: V1Service): string | undefined {
  return status?.loadBalancer?.ingress?.[0]?.ip;
}

function nameOf({ metadata }: V1Service): string {
  return `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}
