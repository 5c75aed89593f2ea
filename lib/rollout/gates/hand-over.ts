import type { InjectionProbe, ValidationProbe } from '../health/dry-run-probes';
import { refusalText } from '../health/probe-refusal';
import type { Observation } from '../observation';
import type { PointerFact } from '../pointers/pointer-fact';
import { pointerKey, tagOf } from '../pointers/pointer-key';
import { objectOf } from '../pointers/pointers-to';
import { meshNamespaces } from '../removal/mesh-namespaces';
import { isOwnObject } from '../removal/own-object';
import type { GateResult } from '../verdict';
import { pass, undecided, unreadable } from './gate';

const GATE = 'hand-over';

/** Name of the webhook of the default validator. */
const DEFAULT_WEBHOOK = 'validation.istio.io';

/**
 * Passes when what was handed over leads to the revision, calls what the revision's own webhooks call, trusts it, and a dry
 * run shows that it works.
 */
export function handOverGate(key: string, revision: string, observation: Observation): GateResult {
  const { pointers } = observation;
  if (!pointers.known) return unreadable(GATE, key, pointers.reason);
  const objects = pointers.value.filter((fact) => pointerKey(fact) === key);
  const webhook = objects.find(({ kind }) => kind !== 'Service');
  if (webhook === undefined) return open(key, 'absent', `there is no webhook of ${key}`);
  const astray = objects.find((fact) => fact.revision !== revision);
  if (astray !== undefined) {
    const found = astray.revision ?? 'no revision';
    return open(key, found, `${objectOf(astray)} leads to ${found}, it belongs on ${revision}`);
  }
  return (
    unlike(key, webhook, ownOf(webhook, revision, observation), revision) ??
    tried(key, revision, observation)
  );
}

/** The revision's own webhook of the same kind. */
function ownOf(
  { kind }: PointerFact,
  revision: string,
  observation: Observation,
): PointerFact | undefined {
  const namespaces = meshNamespaces(observation);
  const facts = observation.pointers.known ? observation.pointers.value : [];
  return facts.find((fact) => {
    return fact.kind === kind && isOwnObject(revision, objectOf(fact), namespaces);
  });
}

/** The API server calls it by the CA bundle, which the istiods of the revision write. */
function unlike(
  key: string,
  webhook: PointerFact,
  own: PointerFact | undefined,
  revision: string,
): GateResult | null {
  const name = objectOf(webhook);
  if (own === undefined)
    return open(key, 'absent', `${revision} has no ${webhook.kind} of its own`);
  const other = webhook.calls.find((call) => !own.calls.includes(call));
  if (other !== undefined) {
    return open(key, other, `${name} calls ${other}, not ${own.calls.join(', ')}`);
  }
  if (webhook.caBundle !== null && webhook.caBundle === own.caBundle) return null;
  const value = webhook.caBundle === null ? 'no CA bundle' : 'another CA bundle';
  return open(key, value, `${name} has ${value}: an istiod of ${revision} has to write it`);
}

function tried(key: string, revision: string, { handOver }: Observation): GateResult {
  if (handOver === null) return unreadable(GATE, key, `${key} was not tried`);
  if (!handOver.known) return unreadable(GATE, key, handOver.reason);
  const tag = tagOf(key);
  if (tag === null) return validated(key, handOver.value.validation);
  const probe = handOver.value.tags[tag];
  return probe === undefined
    ? unreadable(GATE, key, `${key} was not tried`)
    : injected(key, revision, probe);
}

function validated(key: string, probe: ValidationProbe): GateResult {
  if (probe.outcome === 'accepted') {
    return open(key, 'accepted', 'an invalid object that names no revision is accepted');
  }
  if ('webhook' in probe && probe.webhook === DEFAULT_WEBHOOK) {
    return probe.outcome === 'denied'
      ? pass(GATE, 'refused', 'an invalid object that names no revision is refused')
      : open(key, 'unreachable', `nobody answers what validates by default (${probe.cause})`);
  }
  return unreadable(GATE, key, `validation could not be tried: ${refusalText(probe)}`);
}

function injected(key: string, revision: string, probe: InjectionProbe): GateResult {
  if (probe.outcome === 'injected') {
    const by = probe.revision ?? 'an injector that names no revision';
    return probe.revision === revision
      ? pass(GATE, revision, `a pod that asks for ${key} is injected by ${revision}`)
      : open(key, by, `a pod that asks for ${key} is injected by ${by}, not by ${revision}`);
  }
  if (probe.outcome === 'not-injected') {
    return open(key, 'no sidecar', `a pod that asks for ${key} gets no sidecar`);
  }
  if (probe.outcome === 'namespace-decides') {
    return unreadable(GATE, key, `${key} could not be tried: ${probe.label} decides`);
  }
  const reason = `a pod that asks for ${key} is refused: ${refusalText(probe)}`;
  const isInjector = 'webhook' in probe && probe.webhook.endsWith('sidecar-injector.istio.io');
  return isInjector ? open(key, 'refused', reason) : unreadable(GATE, key, reason);
}

function open(key: string, value: string, message: string): GateResult {
  return undecided(GATE, key, value, message);
}
