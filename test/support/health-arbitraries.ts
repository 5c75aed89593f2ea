import fc from 'fast-check';
import { known, type Fact } from '../../lib/rollout/fact';
import type { InjectionProbe, ValidationProbe } from '../../lib/rollout/health/dry-run-probes';
import type {
  HealthFacts,
  MetricsAnswer,
  WebhookConfigurationFact,
} from '../../lib/rollout/health/health-facts';
import type { ProbeRefusal } from '../../lib/rollout/health/probe-refusal';
import {
  aDeployment,
  anInjectorConfiguration,
  aService,
  aWebhook,
  healthFacts,
  LATER,
  MESH,
  unread,
} from './health-builders';
import { aPod, aProxy, FROM, TO } from './rollout-builders';

const fact = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Fact<T>> =>
  fc.oneof(
    { weight: 5, arbitrary: value.map((one) => known(one, LATER)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('answered 403', 'timed out').map((reason) => unread<T>(reason)),
    },
  );

const replicas = fc.integer({ min: 0, max: 3 });

const deployments = fc.option(
  fc
    .record({ updated: replicas, ready: replicas, available: replicas, total: replicas })
    .map(aDeployment),
  { freq: 5 },
);

const refusals: fc.Arbitrary<ProbeRefusal> = fc.constantFrom(
  { outcome: 'denied', webhook: 'rev.validation.istio.io', message: 'invalid' },
  { outcome: 'denied', webhook: 'rev.object.sidecar-injector.istio.io', message: 'template' },
  { outcome: 'denied', webhook: 'policy.example.com', message: 'no' },
  { outcome: 'unreachable', webhook: 'rev.validation.istio.io', cause: 'EOF' },
  { outcome: 'unreachable', webhook: 'rev.object.sidecar-injector.istio.io', cause: 'EOF' },
  { outcome: 'forbidden', message: 'forbidden' },
  { outcome: 'kind-unknown', message: 'no such kind' },
  { outcome: 'refused', message: 'quota' },
);

const injections: fc.Arbitrary<InjectionProbe> = fc.oneof(
  fc.constantFrom<InjectionProbe>(
    { outcome: 'injected', revision: TO },
    { outcome: 'injected', revision: FROM },
    { outcome: 'not-injected' },
    { outcome: 'namespace-decides', label: 'istio-injection=disabled' },
  ),
  refusals,
);

const validations: fc.Arbitrary<ValidationProbe> = fc.oneof(
  fc.constant<ValidationProbe>({ outcome: 'accepted' }),
  refusals,
);

const POD_NAMES = ['a', 'b', 'c', 'd', 'e'];

const proxies = fc.subarray(POD_NAMES).map((names) => names.map((name) => aProxy(aPod({ name }))));

const istiods = fc.uniqueArray(
  fc.record({
    pod: fc.constantFrom('x', 'y', 'z').map((name) => `${MESH}/istiod-${name}`),
    terminating: fc.boolean(),
    ready: fact(fc.constantFrom(200, 200, 503)),
    metrics: fact(
      fc.constantFrom<MetricsAnswer>(
        { served: true },
        { served: false, found: '/metrics answered 404' },
      ),
    ),
    proxies: fact(proxies),
  }),
  { selector: ({ pod }) => pod },
);

const webhooks = fc
  .uniqueArray(
    fc.record({
      type: fc.constantFrom<WebhookConfigurationFact['type']>('injector', 'validator'),
      name: fc.constantFrom('one', 'two', 'three', 'four'),
      caBundle: fc.boolean(),
      service: fc.constantFrom('istiod-a', 'istiod-b'),
      endpoints: fact(fc.constantFrom(0, 1)),
    }),
    { selector: ({ name }) => name },
  )
  .map((all) =>
    all.map(({ type, name, caBundle, service, endpoints }) =>
      anInjectorConfiguration({
        type,
        name,
        webhooks: [aWebhook({ caBundle, target: aService(endpoints, service) })],
      }),
    ),
  );

const pods = fc
  .subarray(POD_NAMES)
  .map((names) => names.map((name) => aPod({ name })))
  .chain((all) => fc.shuffledSubarray(all));

/** Mostly well, so that each condition is often the only one that is not. */
const mostly = <K extends keyof HealthFacts>(name: K, arbitrary: fc.Arbitrary<HealthFacts[K]>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(healthFacts()[name]) }, { weight: 1, arbitrary });

/** Any facts about revision `TO`, well or not, read or not. */
export const anyFacts: fc.Arbitrary<HealthFacts> = fc.record({
  meshNamespace: fc.constant(MESH),
  deployment: mostly('deployment', fact(deployments)),
  istiods: mostly('istiods', fact(istiods)),
  webhooks: mostly('webhooks', fact(webhooks)),
  injection: mostly('injection', fact(injections)),
  validation: mostly('validation', fact(validations)),
  pods: mostly('pods', fact(pods)),
});
