import type { Definition } from '../../generated/definition';
import type { ClustersSpec } from '../fleet/clusters-spec';
import type { AlertSpec, CountSpec, MetricsSpec } from '../metrics/metrics-spec';
import type { RestartSpec, Waiver } from '../restart/restart-spec';
import {
  GATEWAY_API,
  type GatewayApiRef,
  type RolloutSpec,
  type WaveSpec,
  type WorkloadRef,
} from '../rollout-spec';
import type { LabelRequirement, LabelSelector } from '../selector/label-selector';

const text: Definition = { type: ['string'] };
const number: Definition = { type: ['number'] };
const flag: Definition = { type: ['boolean'] };
const texts: Definition = { type: ['object'], additionalProperties: text };
const oneOf = (...values: readonly string[]): Definition => ({ enum: values });
const listOf = (items: Definition): Definition => ({ type: ['array'], items });

/** The fields of a type, or of each of several: one that has no definition here, or is no field of it, does not compile. */
type Fields<T> = Readonly<Record<T extends unknown ? keyof T : never, Definition>>;

const object = <T>(properties: Fields<T>): Definition => ({
  type: ['object'],
  properties,
  additionalProperties: false,
});

const SELECTOR = object<LabelSelector>({
  matchLabels: texts,
  matchExpressions: listOf(
    object<LabelRequirement>({ key: text, operator: text, values: listOf(text) }),
  ),
});

const WAVE = object<WaveSpec>({
  name: text,
  gateways: listOf(object<GatewayApiRef>({ namespace: text, name: text, api: oneOf(GATEWAY_API) })),
  shares: listOf(number),
  coverage: number,
  namespaces: listOf(text),
  workloads: listOf(
    object<WorkloadRef>({
      kind: oneOf('Deployment', 'StatefulSet', 'DaemonSet'),
      namespace: text,
      name: text,
    }),
  ),
  selector: SELECTOR,
  share: number,
  soakSeconds: number,
  approval: flag,
  tag: text,
});

const RESTART = object<RestartSpec>({
  maxWorkloads: number,
  maxPods: number,
  waive: listOf(object<Waiver>({ kind: text, namespace: text, name: text, reason: text })),
});

const METRICS = object<MetricsSpec>({
  scrapeSeconds: number,
  windowSeconds: number,
  warmUpSeconds: number,
  patienceSeconds: number,
  maxErrorShare: number,
  waveBudget: number,
  rolloutBudget: number,
  slowerThanMs: number,
  maxSlowShare: number,
  lowTraffic: oneOf('healthOnly', 'hold'),
  alerts: listOf(object<AlertSpec>({ name: text, labels: texts })),
  counts: listOf(object<CountSpec>({ name: text, bad: text, total: text, maxShare: number })),
});

/**
 * What a rollout may say, as JSON Schema: its fields and their types. What they mean together, and in which ranges, is no matter
 * of a schema.
 */
export const ROLLOUT_DEFINITION: Definition = object<RolloutSpec>({
  from: text,
  to: text,
  mode: oneOf('label', 'tag'),
  waves: listOf(WAVE),
  stragglers: oneOf('wave', 'hold'),
  soakSeconds: number,
  deadlineSeconds: number,
  retainSeconds: number,
  approvalSeconds: number,
  rollback: oneOf('attempt', 'wave'),
  restart: RESTART,
  default: oneOf('move', 'keep'),
  removal: oneOf('automatic', 'approve', 'keep'),
  restartFrom: flag,
  clusters: object<ClustersSpec>({
    self: text,
    groups: listOf(listOf(text)),
    atOnce: number,
    controlPlane: text,
    serves: listOf(text),
    entering: listOf(text),
  }),
  metrics: METRICS,
});
