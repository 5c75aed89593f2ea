import { known } from '../../lib/rollout/fact';
import type { IstiodFact, PodFact, WorkloadFact } from '../../lib/rollout/observation';
import { anIstiod } from './rollout-builders';

/** A namespace of the simulated cluster. */
export interface SimNamespace {
  name: string;
  uid: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  revOwned: boolean;
  revManagers: string[];
}

/** A Deployment of the simulated cluster; a new template is a new generation. */
export interface SimWorkload {
  namespace: string;
  name: string;
  replicas: number;
  restart: string | null;
  templateRev: string | null;
  generation: number;
}

/** A pod of the simulated cluster. */
export interface SimPod {
  namespace: string;
  name: string;
  workload: string;
  generation: number;
  revision: string | null;
  restart: string | null;
  ready: boolean;
}

/** A pod as an observation shows it. */
export function podFact(pod: SimPod): PodFact {
  return {
    namespace: pod.namespace,
    name: pod.name,
    uid: `uid-${pod.name}`,
    phase: 'Running',
    ready: pod.ready,
    terminating: false,
    createdAt: 0,
    workload: { kind: 'Deployment', name: pod.workload },
    revision: pod.revision,
    optedOut: false,
    restart: pod.restart,
  };
}

/** A workload with its own pods as an observation shows it. */
export function workloadFact(workload: SimWorkload, own: readonly SimPod[]): WorkloadFact {
  return {
    kind: 'Deployment',
    namespace: workload.namespace,
    name: workload.name,
    uid: `uid-${workload.namespace}-${workload.name}`,
    unrestartable: null,
    restart: workload.restart,
    templateRev: workload.templateRev,
    observed: true,
    desired: workload.replicas,
    updated: own.filter(({ generation }) => generation === workload.generation).length,
    ready: own.filter(({ ready }) => ready).length,
    available: own.filter(({ ready }) => ready).length,
    total: own.length,
    atOnce: 1,
  };
}

/** An istiod as an observation shows it: every pod that it injected is connected while it is ready. */
export function istiodFact(
  revision: string,
  ready: boolean,
  pods: readonly SimPod[],
  at: number,
): IstiodFact {
  const proxies = pods
    .filter((pod) => pod.revision === revision && ready)
    .map((pod) => ({
      proxy: `${pod.name}.${pod.namespace}`,
      version: '',
      state: 'synced' as const,
      message: '',
    }));
  return anIstiod(revision, { ready, proxies: known(proxies, at) });
}
