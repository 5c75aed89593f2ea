import { App, Chart } from 'cdk8s';
import { RemoteReader } from '../../constructs';
import type { RawObject } from '../../lib/cluster/raw-objects';
import { READER_RULES } from '../../lib/rollout/fleet/remote/reader-rules';

/** The kind that istiod asks for only where there is one; without its companions an istiod that starts with it waits for them. */
export const GATEWAY_KIND = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: 'gateways.gateway.networking.k8s.io',
    annotations: {
      'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/gateway-api/pull/1',
      'gateway.networking.k8s.io/bundle-version': 'v1.4.0',
    },
  },
  spec: {
    group: 'gateway.networking.k8s.io',
    names: { kind: 'Gateway', listKind: 'GatewayList', plural: 'gateways', singular: 'gateway' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    ],
  },
};

/** Each thing that istiod reads, by itself. */
export const READ = READER_RULES.flatMap(({ apiGroup, resources }) =>
  resources.map((resource) => ({ apiGroup, resource })),
);

/** What a RemoteReader for these readers consists of. */
export function readerObjects(...readers: readonly string[]): RawObject[] {
  const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
  new RemoteReader(chart, 'reader', { readers: readers.map((cluster) => ({ cluster })) });
  return chart.toJson() as RawObject[];
}

/** The same without one right, under names of its own. */
export function readerWithout(reader: string, right: (typeof READ)[number]): RawObject[] {
  const text = JSON.stringify(readerObjects(reader));
  const renamed = text.replaceAll('istio-revisions-reader-istio-system', reader);
  return (JSON.parse(renamed) as RawObject[]).map((object) => {
    const { rules } = object as unknown as { readonly rules?: readonly Rule[] };
    return rules === undefined
      ? object
      : { ...object, rules: rules.map((rule) => less(rule, right)) };
  });
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
}

function less(rule: Rule, { apiGroup, resource }: (typeof READ)[number]): Rule {
  if (rule.apiGroups[0] !== apiGroup) return rule;
  const resources = rule.resources.filter((name) => name !== resource);
  // A rule has to name something; nobody has this.
  return { ...rule, resources: resources.length === 0 ? ['nothing'] : resources };
}
