import { known } from '../../lib/rollout/fact';
import type {
  PrecheckFacts,
  TemplateFact,
  WebhookFact,
} from '../../lib/rollout/precheck/precheck-facts';
import type { PrecheckInput } from '../../lib/rollout/precheck/precheck-input';
import { SERVED_VERSIONS } from '../../lib/rollout/precheck/served-versions';
import {
  AT,
  anInjector,
  anIstiod,
  aNamespace,
  anObservation,
  aPod,
  FROM,
  TO,
} from './rollout-builders';

/** The webhook of a revision's injector: namespaces labelled for it, and pods that do not opt out. */
export function anInjectorWebhook(
  revision: string,
  changes: Partial<WebhookFact> = {},
): WebhookFact {
  return {
    name: `istio-sidecar-injector-${revision}/rev.namespace.sidecar-injector.istio.io`,
    kind: 'MutatingWebhookConfiguration',
    injects: true,
    namespaceSelector: {
      matchExpressions: [
        { key: 'istio.io/rev', operator: 'In', values: [revision] },
        { key: 'istio-injection', operator: 'DoesNotExist' },
      ],
    },
    objectSelector: {
      matchExpressions: [{ key: 'sidecar.istio.io/inject', operator: 'NotIn', values: ['false'] }],
    },
    failurePolicy: 'Fail',
    ...changes,
  };
}

/** The pod template of a workload of users. */
export function aTemplate(changes: Partial<TemplateFact> = {}): TemplateFact {
  return {
    workload: 'Deployment shop/cart',
    namespace: 'shop',
    annotations: ['proxy.istio.io/config'],
    hostNetwork: false,
    gateway: false,
    selectsRevision: null,
    replicas: 2,
    ...changes,
  };
}

/** What differs in an input: of what was observed, of what is read beside, and the rest. */
export type PrecheckChanges = Partial<PrecheckInput> & {
  readonly seen?: Partial<PrecheckInput['observation']>;
  readonly read?: Partial<PrecheckFacts>;
};

/** A mesh on the old revision in which nothing speaks against a rollout. */
export function aPrecheckInput(changes: PrecheckChanges = {}): PrecheckInput {
  const { seen = {}, read = {}, ...others } = changes;
  return {
    spec: { from: FROM, to: TO, waves: [{ name: 'web', namespaces: ['shop'] }] },
    versions: { [FROM]: '1.30.3', [TO]: '1.31.0' },
    observation: anObservation({
      namespaces: known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT),
      pods: known([aPod({ revision: FROM, version: '1.30.3' })], AT),
      istiods: known([anIstiod(FROM)], AT),
      injectors: known([anInjector(FROM)], AT),
      ...seen,
    }),
    facts: {
      kubernetes: known('1.34', AT),
      webhooks: known([anInjectorWebhook(FROM)], AT),
      definitions: known(
        Object.entries(SERVED_VERSIONS).map(([name, served]) => ({
          name,
          served,
          stored: ['v1'].filter((one) => served.includes(one)),
        })),
        AT,
      ),
      envoyFilters: known([], AT),
      autoscalers: known([], AT),
      templates: known([aTemplate()], AT),
      meshConfigs: known({ [FROM]: { accessLogFile: '/dev/stdout' } }, AT),
      ...read,
    },
    refusals: [],
    notes: [],
    judgesMetrics: true,
    now: AT,
    ...others,
  };
}
