import { known } from '../../lib/rollout/fact';
import { someCapacity } from './capacity-builders';
import { CONFIGURATION_FINDINGS } from './precheck-configuration-findings';
import { anInjectorWebhook, aTemplate, type PrecheckChanges } from './precheck-builders';
import {
  aDefaultValidator,
  anInjector,
  anIstiod,
  aNamespace,
  aPod,
  AT,
  aWorkload,
  FROM,
  someCounters,
  TO,
} from './rollout-builders';

const DAY_MS = 24 * 3_600_000;

const at = <T>(value: T) => known(value, AT);
const labelled = (labels: Readonly<Record<string, string>>) => at([aNamespace({ labels })]);
const aTag = (changes: Parameters<typeof anInjector>[1]) =>
  anInjector(FROM, { name: 'istio-revision-tag-stable', tag: 'stable', ...changes });
const budget = {
  namespace: 'shop',
  name: 'cart',
  selector: { matchLabels: { app: 'cart' } },
  allowed: 0,
  healthy: 2,
  wanted: 2,
  expected: 2,
};
const gateway = aTemplate({
  workload: 'Deployment edge/ingress',
  namespace: 'edge',
  gateway: true,
});

/** What is wrong in a mesh, and what a precheck finds of it: `<check> <severity> <subject>`. */
export const PRECHECK_FINDINGS: readonly (readonly [string, PrecheckChanges, string])[] = [
  ...CONFIGURATION_FINDINGS,
  [
    'two injectors for one namespace',
    {
      read: {
        webhooks: at([
          anInjectorWebhook(FROM),
          anInjectorWebhook(FROM, {
            name: 'istio-revision-tag-default/x.sidecar-injector.istio.io',
          }),
        ]),
      },
    },
    'injector-overlap error Namespace shop',
  ],
  [
    'two injectors for pods that ask for one',
    {
      read: {
        webhooks: at([
          anInjectorWebhook(FROM),
          anInjectorWebhook('x', {
            namespaceSelector: {},
            objectSelector: { matchLabels: { 'sidecar.istio.io/inject': 'true' } },
          }),
        ]),
      },
    },
    'injector-overlap error Namespace shop',
  ],
  [
    'both labels, of which one is ignored',
    { seen: { namespaces: labelled({ 'istio.io/rev': FROM, 'istio-injection': 'disabled' }) } },
    'both-labels error Namespace shop',
  ],
  [
    'both labels, which mean the same',
    {
      seen: {
        namespaces: labelled({ 'istio.io/rev': FROM, 'istio-injection': 'enabled' }),
        injectors: at([anInjector(FROM), anInjector(FROM, { tag: 'default' })]),
      },
    },
    'both-labels warning Namespace shop',
  ],
  [
    'a label that nobody serves',
    { seen: { namespaces: labelled({ 'istio.io/rev': '1-29' }) } },
    'label-without-injector error Namespace shop',
  ],
  [
    'a tag without a ready istiod',
    {
      seen: {
        injectors: at([anInjector(FROM), aTag({ revision: '1-29' })]),
      },
    },
    'tags error Tag stable',
  ],
  [
    'a tag without a CA',
    { seen: { injectors: at([anInjector(FROM), aTag({ caBundle: false })]) } },
    'tags error Tag stable',
  ],
  [
    'a tag that is called as a revision is',
    { seen: { injectors: at([anInjector(FROM), aTag({ tag: FROM })]) } },
    `tags error Tag ${FROM}`,
  ],
  [
    'a default validator that leads nowhere',
    { seen: { pointers: at([aDefaultValidator('1-29')]) } },
    'default-revision error Default revision',
  ],
  [
    'a default tag that leads elsewhere than the validator',
    {
      seen: {
        pointers: at([aDefaultValidator(FROM)]),
        istiods: at([anIstiod(FROM), anIstiod('1-29')]),
        injectors: at([
          anInjector(FROM),
          anInjector('1-29'),
          anInjector('1-29', { tag: 'default' }),
        ]),
      },
    },
    'default-revision warning Default revision',
  ],
  [
    'an injector that may be passed over',
    { read: { webhooks: at([anInjectorWebhook(FROM, { failurePolicy: 'Ignore' })]) } },
    `failure-policy warning MutatingWebhookConfiguration istio-sidecar-injector-${FROM}/rev.namespace.sidecar-injector.istio.io`,
  ],
  [
    'a root that ends next week',
    {
      seen: {
        istiods: at([
          anIstiod(FROM, { counters: at(someCounters({ rootExpiresAt: AT + 7 * DAY_MS })) }),
        ]),
      },
    },
    'root error Root certificate',
  ],
  [
    'a root that ends in two months',
    {
      seen: {
        istiods: at([
          anIstiod(FROM, { counters: at(someCounters({ rootExpiresAt: AT + 60 * DAY_MS })) }),
        ]),
      },
    },
    'root warning Root certificate',
  ],
  ['a namespace without the root', { seen: { roots: at({}) } }, 'root error Namespace shop'],
  [
    'a gateway of one pod',
    { read: { templates: at([{ ...gateway, replicas: 1 }]) } },
    'single-replica warning Deployment edge/ingress',
  ],
  [
    'an istiod that an autoscaler may bring to one',
    {
      read: {
        templates: at([
          aTemplate({
            workload: `Deployment istio-system/istiod-${FROM}`,
            namespace: 'istio-system',
          }),
        ]),
        autoscalers: at([
          {
            namespace: 'istio-system',
            name: 'istiod',
            target: `Deployment/istiod-${FROM}`,
            min: 1,
          },
        ]),
      },
    },
    `single-replica warning Deployment istio-system/istiod-${FROM}`,
  ],
  [
    'a budget that lets no evicted pod go',
    {
      seen: {
        capacity: at(someCapacity({ budgets: [budget] })),
        workloads: at([
          aWorkload({ kind: 'StatefulSet', replacedBy: 'eviction', podLabels: { app: 'cart' } }),
        ]),
      },
    },
    'disruption-budget error PodDisruptionBudget shop/cart',
  ],
  [
    'a budget that holds drains only',
    { seen: { capacity: at(someCapacity({ budgets: [budget] })) } },
    'disruption-budget info PodDisruptionBudget shop/cart',
  ],
  [
    'no room for a second istiod',
    {
      seen: {
        capacity: at(
          someCapacity({
            nodes: at([{ name: 'a', open: true, free: { pods: 5, 'requests.cpu': 0.1 } }]),
          }),
        ),
        pods: at([
          aPod({
            namespace: 'istio-system',
            name: `istiod-${FROM}-a`,
            revision: null,
            needs: { amounts: { pods: 1, 'requests.cpu': 0.5 }, priority: '' },
          }),
        ]),
      },
    },
    `istiod-room error Istiod ${TO}`,
  ],
  [
    'a bare pod in a namespace that no wave names',
    {
      seen: { pods: at([aPod({ namespace: 'batch', name: 'x', revision: FROM, workload: null })]) },
    },
    'left-behind warning Pod batch/x',
  ],
  [
    'a workload that is paused',
    {
      seen: {
        workloads: at([aWorkload({ unrestartable: 'is paused' })]),
        pods: at([aPod({ revision: FROM })]),
      },
    },
    'left-behind error Deployment shop/cart',
  ],
  [
    'pods of the host network',
    { read: { templates: at([aTemplate({ hostNetwork: true })]) } },
    'host-network info Deployment shop/cart',
  ],
  [
    'a rollout that no metrics judge',
    { judgesMetrics: false },
    `metrics warning Rollout ${FROM} → ${TO}`,
  ],
];
