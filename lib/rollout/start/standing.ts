import { injectedBy } from '../injected-by';
import { injectionLabels, type InjectionLabels } from '../injection-labels';
import { ORIGINAL_ANNOTATION } from '../names';
import type { RolloutRecord } from '../record';
import { addressOf } from '../look-up';
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
    const address = addressOf(gateway, facts.addresses);
    if (address === undefined) return [];
    const { serving } = address;
    const home = owned.gateways[gatewayKey(gateway)] ?? plan.from;
    const revision = serving === plan.to ? plan.to : home;
    return [[gatewayKey(gateway), revision] as const];
  });
  return { namespaces: new Map(namespaces), gateways: new Map(gateways) };
}
