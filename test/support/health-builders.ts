import { known, unknown, type Fact } from '../../lib/rollout/fact';
import type {
  HealthCondition,
  HealthConditionType,
} from '../../lib/rollout/health/health-condition';
import { healthConditions } from '../../lib/rollout/health/health-conditions';
import type {
  DeploymentHealth,
  HealthFacts,
  IstiodHealth,
  WebhookConfigurationFact,
  WebhookFact,
} from '../../lib/rollout/health/health-facts';
import { aPod, aProxy, AT, TO } from './rollout-builders';

/** A time at which every pod of the builders had time to connect. */
export const LATER = AT + 3600_000;

export const MESH = 'istio-system';

/** Something that could not be read, with a reason to look for in messages. */
export const unread = <T>(reason = 'answered 403'): Fact<T> => unknown(reason, LATER);

export function aDeployment(changes: Partial<DeploymentHealth> = {}): DeploymentHealth {
  return {
    generation: 3,
    observedGeneration: 3,
    desired: 2,
    updated: 2,
    ready: 2,
    available: 2,
    total: 2,
    unavailable: null,
    ...changes,
  };
}

export function anIstiodHealth(changes: Partial<IstiodHealth> = {}): IstiodHealth {
  return {
    pod: `${MESH}/istiod-${TO}-a`,
    terminating: false,
    ready: known(200, LATER),
    metrics: known({ served: true }, LATER),
    proxies: known([], LATER),
    ...changes,
  };
}

export function aWebhook(changes: Partial<WebhookFact> = {}): WebhookFact {
  return {
    name: 'rev.object.sidecar-injector.istio.io',
    caBundle: true,
    target: aService(known(2, LATER)),
    ...changes,
  };
}

export function aService(readyEndpoints: Fact<number>, name = `istiod-${TO}`) {
  return { type: 'service', namespace: MESH, name, readyEndpoints } as const;
}

export function anInjectorConfiguration(
  changes: Partial<WebhookConfigurationFact> = {},
): WebhookConfigurationFact {
  return {
    type: 'injector',
    name: `istio-sidecar-injector-${TO}`,
    tag: null,
    webhooks: [aWebhook()],
    ...changes,
  };
}

export function aValidatorConfiguration(
  changes: Partial<WebhookConfigurationFact> = {},
): WebhookConfigurationFact {
  return {
    type: 'validator',
    name: `istio-validator-${TO}-${MESH}`,
    tag: null,
    webhooks: [aWebhook({ name: 'rev.validation.istio.io' })],
    ...changes,
  };
}

/** Two connected pods on a revision that is well in every respect. */
export function healthFacts(changes: Partial<HealthFacts> = {}): HealthFacts {
  const pods = [aPod(), aPod({ name: 'cart-2' })];
  return {
    meshNamespace: MESH,
    deployment: known(aDeployment(), LATER),
    istiods: known(
      [
        anIstiodHealth({ proxies: known([aProxy(aPod())], LATER) }),
        anIstiodHealth({
          pod: `${MESH}/istiod-${TO}-b`,
          proxies: known([aProxy(aPod({ name: 'cart-2' }))], LATER),
        }),
      ],
      LATER,
    ),
    webhooks: known([anInjectorConfiguration(), aValidatorConfiguration()], LATER),
    injection: known({ outcome: 'injected', revision: TO }, LATER),
    validation: known(
      { outcome: 'denied', webhook: 'rev.validation.istio.io', message: 'invalid' },
      LATER,
    ),
    pods: known(pods, LATER),
    ...changes,
  };
}

/** One of the conditions of revision `TO` that these facts give. */
export function conditionOf(type: HealthConditionType, facts: HealthFacts): HealthCondition {
  const found = healthConditions(TO, facts).find((condition) => condition.type === type);
  if (found === undefined) throw new Error(`there is no condition ${type}`);
  return found;
}
