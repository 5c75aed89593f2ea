import { podsByNamespace } from '../../look-up';
import { unmovableIn } from '../../restart/unmovable';
import { isTerminal } from '../../wave-scope';
import { declaredNamespaces } from '../../wave-members';
import type { Check, Finding } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

/** What no restart moves, in namespaces that no wave names: it keeps the old revision from being removed. */
export const leftBehindCheck: Check<PrecheckInput> = {
  name: 'left-behind',
  about:
    'pods on the old revision that no restart moves, and workloads that a restart does not reach',
  waivable: true,
  run: ({ spec, observation: { pods, workloads } }) =>
    lookAt({ pods, workloads }, ({ pods: all, workloads: known }) => {
      const named = new Set(declaredNamespaces(spec.waves));
      const old = all.filter((pod) => pod.revision === spec.from && !isTerminal(pod));
      const namespaces = [...podsByNamespace(old).keys()].filter((name) => !named.has(name)).sort();
      const unmovable = unmovableIn(namespaces, old).map(
        ({ kind, namespace, name, reason }): Finding => ({
          severity: 'warning',
          subject: `${kind} ${namespace}/${name}`,
          message: `stays on ${spec.from} until it ends or is deleted: ${reason}`,
          evidence: [`injected by ${spec.from}; no wave names namespace ${namespace}`],
          remedy: 'delete it when its namespace has moved, or wait until it ends',
        }),
      );
      const held = known
        .filter(
          ({ unrestartable, replacedBy }) => unrestartable !== null || replacedBy === 'eviction',
        )
        .filter(({ kind, namespace, name }) =>
          old.some(
            (pod) =>
              pod.namespace === namespace &&
              pod.workload?.kind === kind &&
              pod.workload.name === name,
          ),
        )
        .map(({ kind, namespace, name, unrestartable }): Finding => ({
          severity: unrestartable === null ? 'info' : 'error',
          subject: `${kind} ${namespace}/${name}`,
          message:
            unrestartable === null
              ? 'its pods are replaced one by one, by eviction'
              : `a new template would not replace its pods: it ${unrestartable}`,
          evidence: [`its pods are injected by ${spec.from}`],
          remedy: unrestartable === null ? 'nothing' : 'bring it in order first',
        }));
      return [...unmovable, ...held];
    }),
};
