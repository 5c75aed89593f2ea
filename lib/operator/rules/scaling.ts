import type { Issue } from '../issue';
import type { Json } from '../json';
import { RANK, valueAt } from '../traced';
import { componentsOf, rankOf, type ComponentSettings } from './components-of';
import { hasProfile, istiodPlace } from './istiod-place';
import { issueAt } from './issue-at';
import { jsonAt } from '../json-at';
import type { Rule, RuleContext } from './rule';
import { shown } from '../shown';

type Path = readonly string[];

/** How many pods a workload has. */
interface Scale {
  readonly hasAutoscaler: boolean;
  readonly least: number;
  readonly most: number;
}

/** The charts' own numbers. */
const LEAST = 1;
const MOST = 5;

/** Numbers of replicas that contradict each other. */
export const scaling: Rule = (context) =>
  componentsOf(context.resolved.spec)
    .filter(({ component, settings }) => {
      const isScaled = component.workload?.kind === 'Deployment' && settings['enabled'] !== false;
      return isScaled && (component.isGateway || istiodPlace(context).isHere);
    })
    .flatMap((one) => {
      const scale = scaleOf(context, one);
      return [
        ...replicasBesideAutoscaler(context, one, scale),
        ...crossedBounds(context, one, scale),
        ...blockingBudget(context, one, scale),
      ];
    });

/** @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/autoscale.yaml */
function scaleOf(context: RuleContext, { component, settings }: ComponentSettings): Scale {
  const values = valueAt(context.resolved.values, component.valuesRoot);
  const isOn = jsonAt(values, ['autoscaleEnabled']) ?? !hasProfile(context, 'demo');
  const hpa = jsonAt(settings, ['k8s', 'hpaSpec']);
  const least = numberOf(jsonAt(hpa, ['minReplicas']), jsonAt(values, ['autoscaleMin']), LEAST);
  const most = numberOf(jsonAt(hpa, ['maxReplicas']), jsonAt(values, ['autoscaleMax']), MOST);
  const replicas = numberOf(
    jsonAt(settings, ['k8s', 'replicaCount']),
    jsonAt(values, ['replicaCount']),
    LEAST,
  );
  return isOn === true && least > 0 && most > 0
    ? { hasAutoscaler: true, least, most }
    : { hasAutoscaler: false, least: replicas, most: replicas };
}

/**
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/apis/validation/validation.go
 * @see https://github.com/istio/istio/issues/41481
 */
function replicasBesideAutoscaler(
  context: RuleContext,
  { settings, path }: ComponentSettings,
  { hasAutoscaler }: Scale,
): Issue[] {
  const at = [...path, 'k8s', 'replicaCount'];
  const count = jsonAt(settings, ['k8s', 'replicaCount']);
  if (typeof count !== 'number' || !hasAutoscaler || !isSaid(context, at)) return [];
  const message = `found ${String(count)}, but an autoscaler decides over the number of replicas, which every deployment would set back; set k8s.hpaSpec.minReplicas instead, or autoscaleEnabled to false in the values`;
  return [issueAt(context, 'replicas-with-autoscaler', at, message)];
}

/** The API server takes no such autoscaler. */
function crossedBounds(
  context: RuleContext,
  { component, path }: ComponentSettings,
  { hasAutoscaler, least, most }: Scale,
): Issue[] {
  if (!hasAutoscaler || least <= most) return [];
  const values = ['values', ...component.valuesRoot];
  const places: readonly Path[] = [
    [...path, 'k8s', 'hpaSpec', 'minReplicas'],
    [...path, 'k8s', 'hpaSpec', 'maxReplicas'],
    [...values, 'autoscaleMin'],
    [...values, 'autoscaleMax'],
  ];
  const at = places.find((place) => isWritten(context, place)) ?? path;
  const message = `the autoscaler would have at least ${String(least)} replicas and at most ${String(most)}, which no API server takes; raise autoscaleMax to ${String(least)} or more`;
  return [issueAt(context, 'crossed-replica-bounds', at, message)];
}

/** @see https://github.com/kubernetes/kubernetes/issues/93476 */
function blockingBudget(
  context: RuleContext,
  { component, settings, path }: ComponentSettings,
  { least }: Scale,
): Issue[] {
  // With one replica the charts make no budget.
  if (least <= 1) return [];
  const budgets: readonly (readonly [Path, Json | undefined])[] = [
    [[...path, 'k8s', 'podDisruptionBudget'], jsonAt(settings, ['k8s', 'podDisruptionBudget'])],
    [
      ['unvalidatedValues', ...component.valuesRoot, 'pdb'],
      valueAt(context.resolved.values, [...component.valuesRoot, 'pdb']),
    ],
  ];
  return budgets.flatMap(([at, budget]) => {
    const bound = blockingBound(budget, least);
    if (bound === null || !isSaid(context, at)) return [];
    const found = shown(jsonAt(budget, [bound]));
    const message = `found ${found}, so that with ${String(least)} replicas no pod may ever be evicted and no node be drained; leave room for one, such as minAvailable: ${String(least - 1)}`;
    return [issueAt(context, 'blocking-budget', [...at, bound], message)];
  });
}

function blockingBound(
  budget: Json | undefined,
  replicas: number,
): 'maxUnavailable' | 'minAvailable' | null {
  const [most, least] = [jsonAt(budget, ['maxUnavailable']), jsonAt(budget, ['minAvailable'])];
  if (most !== undefined && most !== null)
    return most === 0 || most === '0%' ? 'maxUnavailable' : null;
  const isAll = least === '100%' || (typeof least === 'number' && least >= replicas);
  return isAll ? 'minAvailable' : null;
}

function isSaid({ resolved }: RuleContext, path: Path): boolean {
  return rankOf(resolved.spec, path) !== RANK.shipped;
}

/** Whether a path itself, and not only something above it, is there and was said. */
function isWritten(context: RuleContext, path: Path): boolean {
  return jsonAt(valueAt(context.resolved.spec, []), path) !== undefined && isSaid(context, path);
}

/** The first number that is there; a null takes the number of the chart away. Protobuf reads numbers in quotes too. */
function numberOf(...values: readonly (Json | undefined)[]): number {
  const value = values.find((one) => one !== undefined);
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : 0;
}
