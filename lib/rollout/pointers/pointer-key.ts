import type { PointerFact } from './pointer-fact';

/** Key of the webhook that validates what names no revision. */
export const VALIDATOR_KEY = 'validator';

/** Key of the injector of an istiod without a revision name: it injects by default whatever the tag `default` says. */
export const INJECTOR_KEY = 'injector';

/** Istio's name of the validator. */
export const DEFAULT_VALIDATOR = 'istiod-default-validator';

/** Key of a revision tag; its webhook and its Service are one. */
export function tagKey(tag: string): string {
  return `tag ${tag}`;
}

/** The tag of a key, `null` for what is none. */
export function tagOf(key: string): string | null {
  return key.startsWith('tag ') ? key.slice('tag '.length) : null;
}

/**
 * What a pointer is part of: the default validator, a revision tag, or the injector without a revision name. The webhooks of named
 * revisions are none of these.
 */
export function pointerKey({ kind, name, tag, revision }: PointerFact): string | null {
  if (tag !== null && kind !== 'ValidatingWebhookConfiguration') return tagKey(tag);
  if (kind === 'MutatingWebhookConfiguration') return revision === 'default' ? INJECTOR_KEY : null;
  return kind === 'ValidatingWebhookConfiguration' && name === DEFAULT_VALIDATOR
    ? VALIDATOR_KEY
    : null;
}

/**
 * In which order they are handed over: what is validated first, then who injects by default, so that it is never nobody, then the
 * other tags.
 */
export function inHandOverOrder(keys: readonly string[]): readonly string[] {
  const first = [VALIDATOR_KEY, tagKey('default'), INJECTOR_KEY];
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  return [...new Set(keys)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : Number(a > b)));
}
