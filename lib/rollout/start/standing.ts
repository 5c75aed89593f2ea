import { injectedBy } from '../injected-by';
import { injectionLabels, type InjectionLabels } from '../injection-labels';
import { ORIGINAL_ANNOTATION } from '../names';
import type { RolloutRecord } from '../record';
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
  /** Revisions that the pod templates of gateways name, by `<namespace>/<name>`. */
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
  const keys = new Set(gatewaysOf(plan.waves).map(gatewayKey));
  const gateways = facts.workloads
    .filter((workload) => workload.kind === 'Deployment' && keys.has(gatewayKey(workload)))
    .flatMap((workload) => {
      const { templateRev } = workload;
      if (templateRev === null || !ends.includes(templateRev)) return [];
      return [[gatewayKey(workload), templateRev] as const];
    });
  return { namespaces: new Map(namespaces), gateways: new Map(gateways) };
}
