import { INJECTION_LABEL, REVISION_LABEL } from '../names';
import { answersTo, CANNOT_BE_READ, type HealthCondition } from './health-condition';
import type { InjectionProbe } from './dry-run-probes';
import type { HealthFacts } from './health-facts';
import { refusalText, type ProbeRefusal } from './probe-refusal';

const { yes, no, unknown } = answersTo('InjectionWorks');

/** How the names of Istio's injecting webhooks end. */
const INJECTOR = 'sidecar-injector.istio.io';

/** Whether a pod that asks for a revision would get its sidecar. */
export function injectionWorks(
  revision: string,
  { injection, meshNamespace }: Pick<HealthFacts, 'injection' | 'meshNamespace'>,
): HealthCondition {
  if (!injection.known) return unknown(CANNOT_BE_READ, injection.reason);
  const probe = injection.value;
  if (probe.outcome === 'injected') return injected(revision, probe);
  if (probe.outcome === 'not-injected') {
    const nextStep = `compare the selectors of its injector with ${REVISION_LABEL}=${revision}`;
    return no('NotInjected', `a pod that asks for ${revision} gets no sidecar: ${nextStep}`);
  }
  if (probe.outcome === 'namespace-decides') {
    const found = `label ${probe.label} of namespace ${meshNamespace} comes before that of a pod`;
    const nextStep = `take ${INJECTION_LABEL} and ${REVISION_LABEL} from namespace ${meshNamespace}`;
    const message = `${found}, so no pod there can show whether ${revision} injects: ${nextStep}`;
    return unknown('NamespaceDecides', message);
  }
  return refused(revision, meshNamespace, probe);
}

function injected(
  revision: string,
  probe: Extract<InjectionProbe, { outcome: 'injected' }>,
): HealthCondition {
  if (probe.revision === revision) {
    return yes('Injected', `a pod that asks for ${revision} gets its sidecar`);
  }
  const by = probe.revision ?? 'an injector that names no revision';
  const nextStep = `no other injector may select ${REVISION_LABEL}=${revision}`;
  return no(
    'InjectedByAnother',
    `a pod that asks for ${revision} is injected by ${by}: ${nextStep}`,
  );
}

function refused(revision: string, namespace: string, probe: ProbeRefusal): HealthCondition {
  if (probe.outcome === 'forbidden') {
    const nextStep = `allow create of pods in namespace ${namespace}; it is only ever used as a dry run`;
    return unknown('Forbidden', `injection may not be tried: ${probe.message}; ${nextStep}`);
  }
  const isInjector = 'webhook' in probe && probe.webhook.endsWith(INJECTOR);
  if (isInjector && probe.outcome === 'unreachable') {
    const found = `the API server gets no answer of ${probe.webhook} (${probe.cause})`;
    const message = `pods that ask for ${revision} cannot be created: ${found}; make its istiod ready`;
    return no('WebhookUnreachable', message);
  }
  if (isInjector && probe.outcome === 'denied') {
    const found = `${probe.webhook} refuses them (${probe.message})`;
    const message = `pods that ask for ${revision} cannot be created: ${found}; look at the injection template`;
    return no('InjectorRefuses', message);
  }
  const message = `a pod that asks for ${revision} is refused by something else, so nothing shows whether it is injected: ${refusalText(probe)}`;
  return unknown('ProbeRefused', message);
}
