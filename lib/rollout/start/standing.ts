import { injectedBy } from '../injected-by';
import { injectionLabels, type InjectionLabels } from '../injection-labels';
import { ORIGINAL_ANNOTATION } from '../names';
import type { GatewayTarget, RolloutRecord } from '../record';
import { addressOf, deploymentOf } from '../look-up';
import { gatewayKey, gatewaysOf, namespacesOf } from '../wave-members';
import type { ClusterFacts } from './cluster-facts';

/** Where a rollout that is superseded has brought what is ours: by what the cluster shows, not by where it belongs. */
export interface Standing {
  /** By uid. */
  readonly namespaces: ReadonlyMap<
    string,
    {
      readonly name: string;
      /** The revision that injects it. */
      readonly revision: string;
      /** Its labels before the first of these rollouts. */
      readonly original: InjectionLabels;
    }
  >;
  /** The revision that all traffic of a gateway comes to, else the one that it came from, by `<namespace>/<name>`. */
  readonly gateways: ReadonlyMap<string, string>;
}

/** Where nothing has been moved. */
export const NOTHING_MOVED: Standing = { namespaces: new Map(), gateways: new Map() };

/** Where a rollout has brought its members so far. What somebody else took elsewhere is not its doing, and not in it. */
export function standingOf({ plan, owned }: RolloutRecord, facts: ClusterFacts): Standing {
  const ends = [plan.from, plan.to];
  const ours = new Set(owned.namespaces.map(({ uid }) => uid));
  const members = new Map(namespacesOf(plan.waves).map((target) => [target.uid, target]));
  const namespaces = facts.namespaces.flatMap(({ name, uid, labels, annotations }) => {
    const target = members.get(uid);
    const isAdopted = ours.has(uid) || ORIGINAL_ANNOTATION in annotations;
    if (target === undefined || !isAdopted) return [];
    const { revision } = injectedBy(injectionLabels(labels), facts.injectors);
    if (revision === null || !ends.includes(revision)) return [];
    return [[uid, { name, revision, original: target.original }] as const];
  });
  const gateways = gatewaysOf(plan.waves).flatMap((gateway) => {
    const home = owned.gateways[gatewayKey(gateway)] ?? plan.from;
    const revision = whereabouts(gateway, home, plan.to, facts);
    return revision === null ? [] : [[gatewayKey(gateway), revision] as const];
  });
  return { namespaces: new Map(namespaces), gateways: new Map(gateways) };
}

/** The revision that a gateway is on; with a share of its traffic on `to` it is not there yet. `null` for one that somebody took elsewhere. */
function whereabouts(
  gateway: GatewayTarget,
  home: string,
  to: string,
  { workloads, addresses }: ClusterFacts,
): string | null {
  if (gateway.inPlace === true) {
    const revision = deploymentOf(gateway, workloads)?.templateRev ?? null;
    return revision === home || revision === to ? revision : null;
  }
  const address = addressOf(gateway, addresses);
  if (address === undefined) return null;
  return address.serving === to ? to : home;
}
