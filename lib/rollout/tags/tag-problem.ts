import { unreadable } from '../gates/gate';
import type { InjectorFact, Observation } from '../observation';
import type { GateResult } from '../verdict';

/** Result of a gate that does not pass, for a gate to put its name on. */
export type TagProblem = Omit<GateResult, 'gate'>;

/**
 * Why new pods of namespaces labelled with a revision tag are not known to be injected by a revision; `null` when they are. The
 * tag's injector must name the revision, call its istiod, and trust the CA that this istiod has: until it has written its CA
 * bundle into a tag that moved, no pod can be created there.
 */
export function tagProblem(
  tag: string,
  revision: string,
  { injectors }: Observation,
): TagProblem | null {
  const subject = tagSubject(tag);
  if (!injectors.known) return unreadable('', subject, injectors.reason);
  const value = wrongIn(tag, revision, injectors.value);
  return value === null ? null : inconclusive(tag, value, revision);
}

/** Why the Service of a tag is not that of a revision. Proxies are told its name in some installations, so it moves along. */
export function tagServiceProblem(
  tag: string,
  revision: string,
  { pointers }: Observation,
): TagProblem | null {
  if (!pointers.known) return unreadable('', tagSubject(tag), pointers.reason);
  const service = pointers.value.find((one) => one.kind === 'Service' && one.tag === tag);
  // Istio makes none before 1.28.
  if (service === undefined || service.revision === revision) return null;
  return inconclusive(tag, `its Service is that of ${service.revision ?? 'none'}`, revision);
}

/** The revision that a tag points at, by its injector; `null` where there is none. */
export function revisionOfTag(tag: string, injectors: readonly InjectorFact[]): string | null {
  return injectors.find((injector) => injector.tag === tag)?.revision ?? null;
}

/** How results name a tag. */
export function tagSubject(tag: string): string {
  return `Tag ${tag}`;
}

function wrongIn(tag: string, revision: string, injectors: readonly InjectorFact[]): string | null {
  const [own, ...others] = injectors.filter((injector) => injector.tag === tag);
  if (own === undefined) return 'absent';
  if (others[0] !== undefined) return `served by two injectors, ${own.name} and ${others[0].name}`;
  if (own.revision !== revision) return `points at ${own.revision}`;
  if (!own.caBundle) return 'no CA bundle';
  const canonical = injectors.find((one) => one.revision === revision && one.tag === null);
  if (canonical === undefined) return `no injector of ${revision}`;
  return own.client === canonical.client ? null : `not with the address and CA of ${revision} yet`;
}

function inconclusive(tag: string, value: string, revision: string): TagProblem {
  return {
    verdict: 'Inconclusive',
    namespace: '',
    subject: tagSubject(tag),
    value,
    message: `revision tag ${tag}: ${value}, it belongs on ${revision}`,
  };
}
