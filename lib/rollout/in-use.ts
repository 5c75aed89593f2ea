import { nameSome } from './name-some';
import { INJECTION_LABEL, REVISION_LABEL } from './names';
import type { Fact } from './fact';
import type { Observation } from './observation';
import { isTerminal } from './wave-scope';

/** Whether a revision may be removed, with everything that speaks against it. */
export interface InUse {
  readonly inUse: 'yes' | 'no' | 'unknown';
  readonly reasons: readonly string[];
}

/** Istio's name of the webhook that validates what names no revision. */
const DEFAULT_VALIDATOR = 'ValidatingWebhookConfiguration istiod-default-validator';

interface Finding {
  readonly certain: boolean;
  readonly reason: string;
}

/**
 * Looks for anything that still needs a revision: namespace labels, revision tags, living pods, pod templates, connected
 * proxies and the default validator, over the whole cluster. What cannot be read counts as a use that is not proved: `unknown`.
 */
export function inUse(revision: string, observation: Observation): InUse {
  const findings = [
    ...namespaceUses(revision, observation),
    ...tagUses(revision, observation),
    ...podUses(revision, observation),
    ...templateUses(revision, observation),
    ...proxyUses(revision, observation),
    ...validatorUses(revision, observation),
  ];
  const reasons = findings.map(({ reason }) => reason);
  if (findings.length === 0) return { inUse: 'no', reasons };
  return { inUse: findings.some(({ certain }) => certain) ? 'yes' : 'unknown', reasons };
}

function namespaceUses(revision: string, { namespaces }: Observation): Finding[] {
  return uses(namespaces, 'namespaces labelled', (all) =>
    all
      .filter(
        ({ labels }) =>
          labels[REVISION_LABEL] === revision ||
          (revision === 'default' && labels[INJECTION_LABEL] === 'enabled'),
      )
      .map(({ name }) => name),
  );
}

function tagUses(revision: string, { injectors }: Observation): Finding[] {
  return uses(injectors, 'revision tags on it', (all) =>
    all.flatMap((injector) => (injector.revision === revision ? (injector.tag ?? []) : [])),
  );
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
  return own.flatMap(({ proxies, pod }) =>
    uses(proxies, `proxies connected to ${pod}`, (all) => all.map(({ proxy }) => proxy)),
  );
}

/** Without its istiod the default validator refuses every Istio object that names no revision. */
function validatorUses(revision: string, { revisionObjects }: Observation): Finding[] {
  return uses(revisionObjects, 'default validator', (all) =>
    (all[revision] ?? []).filter((object) => object === DEFAULT_VALIDATOR),
  );
}

function uses<T>(fact: Fact<T>, what: string, find: (value: T) => readonly string[]): Finding[] {
  if (!fact.known) return [{ certain: false, reason: fact.reason }];
  const found = find(fact.value);
  if (found.length === 0) return [];
  return [{ certain: true, reason: `${what}: ${nameSome(found)}` }];
}
