import type { ValidationProbe } from './dry-run-probes';
import { probeRefusal, type ProbeAnswer } from './probe-refusal';

/**
 * Name of the webhook in a revision's own validator, which sees only objects labelled with that revision.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/validatingwebhookconfiguration.yaml
 */
export const OWN_VALIDATOR = 'rev.validation.istio.io';

/** What the dry run of an invalid Istio object labelled with a revision shows. */
export function judgeValidation(answer: ProbeAnswer<unknown>): ValidationProbe {
  return answer.accepted ? { outcome: 'accepted' } : probeRefusal(answer);
}

/**
 * Whether another webhook spoke first: validators are asked at the same time, and the API server tells of one refusal only,
 * so that another try may show what the revision's own says.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/admission/plugin/webhook/validating/dispatcher.go
 */
export function isTalkedOver(probe: ValidationProbe): boolean {
  return probe.outcome === 'denied' && probe.webhook !== OWN_VALIDATOR;
}
