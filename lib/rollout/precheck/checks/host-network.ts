import { injectedBy } from '../../injected-by';
import { injectionLabels } from '../../injection-labels';
import type { Check } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

/** Pods of the node's network are never injected, whatever the label says. */
export const hostNetworkCheck: Check<PrecheckInput> = {
  name: 'host-network',
  about: 'workloads of the host network in namespaces of the mesh, which get no sidecar',
  waivable: true,
  run: ({ observation: { namespaces, injectors }, facts: { templates } }) =>
    lookAt(
      { namespaces, injectors, templates },
      ({ namespaces: all, injectors: known, templates: found }) => {
        const inMesh = new Set(
          all
            .filter(({ labels }) => injectedBy(injectionLabels(labels), known).revision !== null)
            .map(({ name }) => name),
        );
        return found
          .filter(({ hostNetwork, namespace }) => hostNetwork && inMesh.has(namespace))
          .map(({ workload, namespace }) => ({
            severity: 'info' as const,
            subject: workload,
            message: 'has no sidecar, before and after the rollout',
            evidence: [
              'spec.template.spec.hostNetwork: true',
              `namespace ${namespace} is injected`,
            ],
            remedy: 'nothing, if that is meant',
          }));
      },
    ),
};
