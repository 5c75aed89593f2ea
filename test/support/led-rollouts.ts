import fc from 'fast-check';
import type { RolloutSpec, WorkloadRef } from '../../lib/rollout/rollout-spec';
import { podsIn } from '../../lib/simulate/pods-in';
import type { SimCluster } from '../../lib/simulate/sim-cluster';
import { FROM, TO } from './rollout-builders';
import { ALL_KINDS, simClusterOf } from './sim-cluster-of';

/** What each namespace has, by kind and by how its pods are replaced. */
const WORKLOADS = [
  { ...ALL_KINDS[0]!, name: 'app' },
  { ...ALL_KINDS[0]!, name: 'worker' },
  { ...ALL_KINDS[1]!, name: 'db' },
];

/** Namespaces with several workloads each, and a gateway; every other is selected by the default tag. */
export function ledCluster(names: readonly string[]): SimCluster {
  const usual = simClusterOf(names);
  return simClusterOf(names, {
    namespaces: usual.namespaces.map(({ name, labels, workloads }) => ({
      name,
      labels,
      workloads: workloads.some((one) => one.name === 'app')
        ? WORKLOADS
        : [{ ...ALL_KINDS[0]!, name: `gateway-${FROM}`, templateRev: FROM }],
    })),
  });
}

/** A workload of such a cluster by its name, of the namespace `a` unless another is said. */
export function ledBy(name: string, namespace = 'a'): WorkloadRef {
  return { kind: name === 'db' ? 'StatefulSet' : 'Deployment', namespace, name };
}

/** A node goes: what a namespace had comes back by its label, whichever wave it belongs to. */
export function drain(cluster: SimCluster, namespace: string): void {
  for (const { kind, workload: name, uid, name: pod } of podsIn(cluster.state).filter(
    (one) => one.namespace === namespace,
  ))
    cluster.act({ type: 'evict', kind, namespace, name, pod, uid, reason: '' });
}

/** What runs on a revision, as `<namespace>/<workload>`, each once. */
export function runningOn(cluster: SimCluster, revision: string): readonly string[] {
  const living = podsIn(cluster.state).filter((pod) => pod.goneAt === null);
  const own = living.filter((pod) => pod.revision === revision);
  return [...new Set(own.map(({ namespace, workload }) => `${namespace}/${workload}`))].sort();
}

/** A rollout in which single workloads of some namespaces lead, one wave or two. */
export const ledSpecs: fc.Arbitrary<RolloutSpec> = fc
  .record({
    first: fc.subarray(['app', 'worker', 'db'], { minLength: 1 }),
    second: fc.subarray(['app', 'worker', 'db']),
    isSelected: fc.boolean(),
    gateway: fc.boolean(),
    soakSeconds: fc.integer({ min: 0, max: 8 }),
    maxWorkloads: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ first, second, isSelected, gateway, soakSeconds, maxWorkloads }): RolloutSpec => ({
    from: FROM,
    to: TO,
    waves: [
      ...(gateway ? [{ name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] }] : []),
      { name: 'first', workloads: first.map((name) => ledBy(name)) },
      ...(second.length === 0
        ? []
        : [{ name: 'second', workloads: second.map((name) => ledBy(name, 'b')) }]),
      { name: 'canary', namespaces: ['a'] },
      isSelected ? { name: 'rest', selector: {} } : { name: 'rest', namespaces: ['b', 'c'] },
    ],
    soakSeconds,
    deadlineSeconds: 30,
    retainSeconds: 20,
    restart: { maxWorkloads },
  }));
