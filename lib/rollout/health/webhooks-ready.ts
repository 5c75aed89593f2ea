import { nameSome } from '../name-some';
import { answersTo, CANNOT_BE_READ, type HealthCondition } from './health-condition';
import type { HealthFacts, WebhookConfigurationFact, WebhookFact } from './health-facts';
import { istiodName } from './istiod-name';

const { yes, no, unknown } = answersTo('WebhooksReady');

/**
 * Whether the API server can call a revision: its own injector and a validator are there, and every webhook that leads to it,
 * those of tags included, has a CA bundle and somebody behind it.
 */
export function webhooksReady(revision: string, { webhooks }: HealthFacts): HealthCondition {
  if (!webhooks.known) return unknown(CANNOT_BE_READ, webhooks.reason);
  const configurations = webhooks.value;
  return (
    absent(revision, configurations) ??
    withoutCaBundle(revision, configurations) ??
    withoutEndpoints(configurations) ??
    yes(
      'Ready',
      `every webhook that calls ${revision} has a CA bundle and, where it names a Service, a ready endpoint`,
    )
  );
}

function absent(
  revision: string,
  configurations: readonly WebhookConfigurationFact[],
): HealthCondition | null {
  const own = configurations.filter(({ tag }) => tag === null);
  if (!own.some(({ type, webhooks }) => type === 'injector' && webhooks.length > 0)) {
    const message = `revision ${revision} has no injector of its own: apply its control plane again`;
    return no('InjectorMissing', message);
  }
  if (!own.some(({ type, webhooks }) => type === 'validator' && webhooks.length > 0)) {
    const message = `revision ${revision} has no validator: apply its control plane again, with global.configValidation on`;
    return no('ValidatorMissing', message);
  }
  return null;
}

function withoutCaBundle(
  revision: string,
  configurations: readonly WebhookConfigurationFact[],
): HealthCondition | null {
  const names = namesOf(configurations, ({ caBundle }) => !caBundle);
  if (names.length === 0) return null;
  const nextStep = `${istiodName(revision)} writes it within seconds of getting ready; look at its log`;
  return no('NoCABundle', `no CA bundle in ${nameSome(names)}: ${nextStep}`);
}

function withoutEndpoints(
  configurations: readonly WebhookConfigurationFact[],
): HealthCondition | null {
  const services = configurations
    .flatMap(({ webhooks }) => webhooks)
    .flatMap(({ target }) => (target.type === 'service' ? [target] : []));
  const empty = services
    .filter(({ readyEndpoints }) => readyEndpoints.known && readyEndpoints.value === 0)
    .map(({ namespace, name }) => `${namespace}/${name}`);
  if (empty.length > 0) {
    const nextStep = 'compare its selector with the labels of ready istiod pods';
    return no(
      'NoEndpoints',
      `no ready endpoint behind Service ${nameSome(once(empty))}: ${nextStep}`,
    );
  }
  const unread = services.flatMap(({ readyEndpoints }) =>
    readyEndpoints.known ? [] : [readyEndpoints.reason],
  );
  return unread.length === 0 ? null : unknown(CANNOT_BE_READ, nameSome(once(unread)));
}

function namesOf(
  configurations: readonly WebhookConfigurationFact[],
  applies: (webhook: WebhookFact) => boolean,
): string[] {
  return once(
    configurations.filter(({ webhooks }) => webhooks.some(applies)).map(({ name }) => name),
  );
}

function once(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
