import type {
  V1Container,
  V1Deployment,
  V1DeploymentSpec,
  V1EnvVarSource,
  V1PodSpec,
} from '@kubernetes/client-node';
import { Chart, Size, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { RevisionsOperator, type RevisionsOperatorProps } from '../../constructs';
import type { KubeObject } from '../../lib/render/kube-object';

export const NAME = 'istio-revisions-operator';

export const PROPS: RevisionsOperatorProps = {
  image: 'registry.example.org/istio-revisions:0.1.0',
  state: { volume: { size: Size.gibibytes(1) } },
  passphraseSecret: { name: 'passphrases', key: 'istio' },
};

/** @param deeper - whether it is further down in the tree */
export function objectsOf(
  props: Partial<RevisionsOperatorProps> = {},
  deeper = false,
): KubeObject[] {
  const chart = new Chart(Testing.app(), 'chart', { disableResourceNameHashes: true });
  const scope = deeper ? new Construct(chart, 'deeper') : chart;
  new RevisionsOperator(scope, 'operator', { ...PROPS, ...props });
  return chart.toJson() as KubeObject[];
}

export function textOf({ kind, metadata: { namespace, name } }: KubeObject): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** The only one of its kind. */
export function find<T>(objects: readonly KubeObject[], kind: string): T {
  const found = objects.filter((object) => object.kind === kind);
  if (found.length !== 1)
    throw new Error(`not one ${kind} but these: ${found.map(textOf).join(', ')}`);
  return found[0] as T;
}

/** The operator's pod, which has one container. */
export interface InstalledPod {
  readonly spec: V1DeploymentSpec;
  readonly pod: V1PodSpec;
  readonly container: V1Container;
  /** What its variables are, by their names. */
  readonly env: Readonly<Record<string, string | V1EnvVarSource | undefined>>;
}

export function podOf(props: Partial<RevisionsOperatorProps> = {}): InstalledPod {
  const { spec } = find<V1Deployment>(objectsOf(props), 'Deployment');
  const pod = spec?.template.spec;
  const [container, ...others] = pod?.containers ?? [];
  if (spec === undefined || pod === undefined || container === undefined)
    throw new Error('there is no pod');
  if (others.length > 0)
    throw new Error(`others beside it: ${others.map(({ name }) => name).join(', ')}`);
  const env = Object.fromEntries(
    (container.env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom]),
  );
  return { spec, pod, container, env };
}
