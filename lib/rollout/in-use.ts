import type { Fact } from './fact';
import { injectedBy } from './injected-by';
import { injectionLabels } from './injection-labels';
import { nameSome } from './name-some';
import { REVISION_LABEL } from './names';
import type { NamespaceFact, Observation } from './observation';
import { leadsTo } from './pointers/leads-to';
import { meshNamespaces } from './removal/mesh-namespaces';
import { isOwnObject } from './removal/own-object';
import { isTerminal } from './wave-scope';

/** Whether a revision may be removed, with everything that speaks against it. */
export interface InUse {
  readonly inUse: 'yes' | 'no' | 'unknown';
  readonly reasons: readonly string[];
}

interface Finding {
  readonly certain: boolean;
  readonly reason: string;
}

/**
 * Looks for anything that still needs a revision, over the whole cluster: namespace labels, living pods, pod templates,
 * proxies connected to any istiod of it, configuration and Gateways labelled for it, and the webhooks, revision tags and
 * Services that lead to it. What cannot be read counts as a use that is not proved: `unknown`.
 */
export function inUse(revision: string, observation: Observation): InUse {
  const findings = [
    ...namespaceUses(revision, observation),
    ...podUses(revision, observation),
    ...templateUses(revision, observation),
    ...proxyUses(revision, observation),
    ...pinnedUses(revision, observation),
    ...pointerUses(revision, observation),
  ];
  const reasons = findings.map(({ reason }) => reason);
  if (findings.length === 0) return { inUse: 'no', reasons };
  return { inUse: findings.some(({ certain }) => certain) ? 'yes' : 'unknown', reasons };
}

function namespaceUses(revision: string, { namespaces, injectors }: Observation): Finding[] {
  const isLabelled = ({ labels }: NamespaceFact) => labels[REVISION_LABEL] === revision;
  // A label may lead to it by a tag, or by none at all.
  const isInjected = ({ labels }: NamespaceFact) =>
    injectors.known && injectedBy(injectionLabels(labels), injectors.value).revision === revision;
  const labelled = uses(namespaces, 'namespaces labelled', (all) =>
    all.filter(isLabelled).map(({ name }) => name),
  );
  const led = uses(namespaces, 'namespaces that it injects', (all) =>
    all.filter((one) => !isLabelled(one) && isInjected(one)).map(({ name }) => name),
  );
  const unread = injectors.known ? [] : [{ certain: false, reason: injectors.reason }];
  return namespaces.known ? [...labelled, ...led, ...unread] : [...labelled, ...unread];
}

function podUses(revision: string, { pods }: Observation): Finding[] {
  return uses(pods, 'pods injected by it', (all) =>
    all
      .filter((pod) => pod.revision === revision && !isTerminal(pod))
      .map(({ namespace, name }) => `${namespace}/${name}`),
  );
}

function templateUses(revision: string, { workloads }: Observation): Finding[] {
  return uses(workloads, 'pod templates labelled', (all) =>
    all
      .filter((workload) => workload.templateRev === revision)
      // The revision's own istiod carries the label too; it goes with the revision.
      .filter(({ name }) => name !== `istiod-${revision}` && name !== 'istiod')
      .map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
  );
}

function proxyUses(revision: string, { istiods }: Observation): Finding[] {
  if (!istiods.known) return [{ certain: false, reason: istiods.reason }];
  const own = istiods.value.filter((istiod) => istiod.revision === revision);
  return own.flatMap(({ proxies, pod, elsewhere = [] }) =>
    uses(proxies, `proxies connected to ${pod}`, (all) => [
      ...all.map(({ proxy }) => proxy),
      ...elsewhere,
    ]),
  );
}

/** Istio reads what is labelled with another revision as if it were not there. */
function pinnedUses(revision: string, { pinned }: Observation): Finding[] {
  return uses(pinned, 'objects labelled for it', (all) =>
    all
      .filter((object) => object.revision === revision)
      .map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
  );
}

/** Without its istiod the default validator refuses every Istio object that names no revision, and a tag every pod. */
function pointerUses(revision: string, observation: Observation): Finding[] {
  const namespaces = meshNamespaces(observation);
  return uses(observation.pointers, 'webhooks and tags that lead to it', (all) =>
    all
      .filter((pointer) => leadsTo(revision, pointer))
      .map(({ kind, name }) => `${kind} ${name}`)
      .filter((object) => !isOwnObject(revision, object, namespaces)),
  );
}

function uses<T>(fact: Fact<T>, what: string, find: (value: T) => readonly string[]): Finding[] {
  if (!fact.known) return [{ certain: false, reason: fact.reason }];
  const found = find(fact.value);
  if (found.length === 0) return [];
  return [{ certain: true, reason: `${what}: ${nameSome(found)}` }];
}
