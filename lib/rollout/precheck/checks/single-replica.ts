import type { Check, Finding } from '../finding';
import { lookAt } from '../outcome';
import type { AutoscalerFact } from '../precheck-facts';
import type { PrecheckInput } from '../precheck-input';

/** A gateway or an istiod of one pod: every restart of it is an outage. */
export const singleReplicaCheck: Check<PrecheckInput> = {
  name: 'single-replica',
  about: 'gateways and istiods of one pod, or that an autoscaler may bring down to one',
  waivable: true,
  run: ({ facts: { templates, autoscalers } }) =>
    lookAt({ templates, autoscalers }, ({ templates: all, autoscalers: scalers }) =>
      all.flatMap(({ workload, namespace, gateway, replicas }): Finding[] => {
        const isIstiod = / [^/]+\/istiod(-|$)/.test(workload);
        if ((!gateway && !isIstiod) || workload.startsWith('DaemonSet')) return [];
        const scaler = scalers.find((one) => isOf(one, workload, namespace));
        const least = scaler?.min ?? replicas;
        if (least !== 1) return [];
        return [
          {
            severity: 'warning',
            subject: workload,
            message: isIstiod
              ? 'one pod: no pod can be injected while it restarts'
              : 'one pod: what comes through it is cut off while it restarts',
            evidence: [
              scaler === undefined
                ? `replicas: ${String(replicas)}`
                : `HorizontalPodAutoscaler ${scaler.namespace}/${scaler.name}: minReplicas ${String(scaler.min)}`,
            ],
            remedy: 'give it two or more',
          },
        ];
      }),
    ),
};

function isOf({ namespace, target }: AutoscalerFact, workload: string, own: string): boolean {
  const [kind = '', name = ''] = target.split('/');
  return namespace === own && workload === `${kind} ${own}/${name}`;
}
