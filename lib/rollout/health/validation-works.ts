import { REVISION_LABEL } from '../names';
import { answersTo, CANNOT_BE_READ, type HealthCondition } from './health-condition';
import type { HealthFacts } from './health-facts';
import { OWN_VALIDATOR } from './judge-validation';
import { refusalText, type ProbeRefusal } from './probe-refusal';

const { yes, no, unknown } = answersTo('ValidationWorks');

type Facts = Pick<HealthFacts, 'validation' | 'webhooks' | 'meshNamespace'>;

/** Whether a revision's own validator refuses an invalid Istio object. Refused by anything else proves nothing. */
export function validationWorks(revision: string, facts: Facts): HealthCondition {
  const { validation } = facts;
  if (!validation.known) return unknown(CANNOT_BE_READ, validation.reason);
  const probe = validation.value;
  if (probe.outcome === 'accepted') {
    const nextStep = `compare the selector and the failurePolicy of its validator with ${REVISION_LABEL}=${revision} and Fail`;
    return no(
      'InvalidAccepted',
      `an invalid DestinationRule of ${revision} is accepted: ${nextStep}`,
    );
  }
  const isOwn = 'webhook' in probe && ownValidators(facts).includes(probe.webhook);
  return isOwn ? ownAnswer(revision, probe) : otherAnswer(revision, facts.meshNamespace, probe);
}

/** The default validator counts where it leads to this revision. */
function ownValidators({ webhooks }: Facts): readonly string[] {
  const configurations = webhooks.known ? webhooks.value : [];
  const validators = configurations.filter(({ type }) => type === 'validator');
  return [OWN_VALIDATOR, ...validators.flatMap((one) => one.webhooks.map(({ name }) => name))];
}

function ownAnswer(
  revision: string,
  probe: Extract<ProbeRefusal, { webhook: string }>,
): HealthCondition {
  if (probe.outcome === 'denied') {
    return yes('InvalidRefused', `the validator of ${revision} refuses an invalid DestinationRule`);
  }
  const found = `the API server gets no answer of ${probe.webhook} (${probe.cause})`;
  const message = `Istio objects of ${revision} cannot be written: ${found}; make its istiod ready`;
  return no('WebhookUnreachable', message);
}

function otherAnswer(revision: string, namespace: string, probe: ProbeRefusal): HealthCondition {
  if (probe.outcome === 'denied') {
    const found = `an invalid DestinationRule of ${revision} is refused by ${probe.webhook} first, so nothing shows whether its own validator refuses it`;
    const nextStep = `let ${probe.webhook} pass objects that have ${REVISION_LABEL}`;
    const message = `${found}: ${nextStep}`;
    return unknown('RefusedByAnother', message);
  }
  if (probe.outcome === 'forbidden') {
    const nextStep = `allow create of destinationrules in namespace ${namespace}; it is only ever used as a dry run`;
    return unknown('Forbidden', `validation may not be tried: ${probe.message}; ${nextStep}`);
  }
  if (probe.outcome === 'kind-unknown') {
    return no('KindUnknown', 'the cluster has no DestinationRule: install the CRDs of Istio');
  }
  const message = `an invalid DestinationRule of ${revision} is refused by something else, so nothing shows whether its validator works: ${refusalText(probe)}`;
  return unknown('ProbeRefused', message);
}
