import { Chart, Testing } from 'cdk8s';
import { Gateway, type GatewayProps } from '../../constructs';
import type { KubeObject } from '../../lib/render/kube-object';

export type Labels = Readonly<Record<string, string>>;
export type Values = NonNullable<GatewayProps['values']>;

export interface Selector {
  readonly matchLabels?: Labels;
}

export interface Deployment {
  readonly spec: {
    readonly replicas?: number;
    readonly selector: Selector;
    readonly template: {
      readonly metadata: { readonly labels: Labels };
      readonly spec: { readonly serviceAccountName: string; readonly affinity?: object };
    };
  };
}

export interface Service {
  readonly spec: { readonly selector: Labels };
}

export interface Scaler {
  readonly spec: {
    readonly scaleTargetRef: { readonly name: string };
    readonly minReplicas: number;
    readonly maxReplicas: number;
  };
}

export interface Budget {
  readonly spec: { readonly selector: Selector };
}

export interface Policy {
  readonly spec: { readonly podSelector: Selector };
}

export const REVISION_LABEL = 'istio.io/rev';
export const GENERATION_LABEL = 'istio-revisions.dev/generation';

/** A generation by the chart of either minor. */
export const OLD = { revision: '1-30', version: '1.30.3' };
export const NEW = { revision: '1-31', version: '1.31.0' };

/** Two generations, with values with which the chart makes every kind of object that it has. */
export const GATEWAY: GatewayProps = {
  name: 'ingress',
  namespace: 'gateways',
  generations: [OLD, NEW],
  values: {
    autoscaling: { minReplicas: 3, maxReplicas: 10 },
    podDisruptionBudget: { minAvailable: 2 },
    global: { networkPolicy: { enabled: true } },
  },
};

/** What all generations of it share, as `<kind> <name>`. */
export const OF_ADDRESS = [
  'NetworkPolicy ingress',
  'Role ingress',
  'RoleBinding ingress',
  'Service ingress',
  'ServiceAccount ingress',
];

/** Gateways that differ from `GATEWAY` by these props, in one tree. */
export function gatewayTree(
  environmentVariables: NodeJS.ProcessEnv,
  ...changes: readonly Partial<GatewayProps>[]
): Chart {
  const chart = new Chart(Testing.app(), 'chart', { disableResourceNameHashes: true });
  for (const change of changes) {
    const props = { ...GATEWAY, environmentVariables, ...change };
    new Gateway(chart, props.name, props);
  }
  return chart;
}

/** The one object of this kind and name. */
export function named<T>(
  objects: readonly KubeObject[],
  kind: string,
  name: string,
): KubeObject & T {
  const found = objects.filter((one) => one.kind === kind && one.metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0] as KubeObject & T;
}

/** `<kind> <name>` of each object, sorted. */
export function identities(objects: readonly KubeObject[]): string[] {
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
}

/** The labels of the pods of a Deployment. */
export function podsOf(objects: readonly KubeObject[], name: string): Labels {
  return named<Deployment>(objects, 'Deployment', name).spec.template.metadata.labels;
}

/** Whether a selector means these pods; an empty one means none here. */
export function selects(labels: Labels | undefined, pods: Labels): boolean {
  const entries = Object.entries(labels ?? {});
  return entries.length > 0 && entries.every(([key, value]) => pods[key] === value);
}
