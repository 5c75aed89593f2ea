import { injectedBy } from '../injected-by';
import { injectionLabels } from '../injection-labels';
import type { Observation, PodFact } from '../observation';
import { scopeOf } from '../wave-scope';
import { pass, unreadable, type Gate } from './gate';

const GATE = 'injection';

/** Passes when every pod of the wave was injected by the revision, by the annotation that the injector wrote. */
export const injectionGate: Gate = (wave, observation, revision) => {
  const read = scopeOf(wave, observation);
  if (!read.known) return unreadable(GATE, `wave ${wave.name}`, read.reason);
  const pods = read.scope.pods.filter((pod) => !pod.terminating);
  const wrong = pods.find((pod) => pod.revision !== revision);
  if (wrong === undefined) {
    return pass(
      GATE,
      `${pods.length}/${pods.length}`,
      `${pods.length} pods of wave ${wave.name} are injected by ${revision}`,
    );
  }
  const right = pods.filter((pod) => pod.revision === revision).length;
  const found =
    wrong.revision === null
      ? `has no sidecar${whyNone(wrong, observation)}`
      : `is injected by ${wrong.revision}`;
  return {
    gate: GATE,
    verdict: 'Inconclusive',
    namespace: wrong.namespace,
    subject: `Pod ${wrong.namespace}/${wrong.name}`,
    value: `${right}/${pods.length} on ${revision}`,
    message: `pod ${wrong.namespace}/${wrong.name} ${found}, it belongs on ${revision}`,
  };
};

/** The reason, where neither a label nor a tag of its namespace leads to an injector. */
function whyNone(pod: PodFact, { namespaces, injectors }: Observation): string {
  if (!namespaces.known || !injectors.known) return '';
  const labels = namespaces.value.find(({ name }) => name === pod.namespace)?.labels ?? {};
  const { revision, because } = injectedBy(injectionLabels(labels), injectors.value);
  return revision === null ? ` (${because})` : '';
}
