import { isPatchNamed } from '../patch/patch-problems';
import type { RolloutSpec } from '../rollout-spec';
import { shapeProblems } from '../schema/shape-problems';
import { declaredGatewayApis } from '../wave-members';
import { validateRolloutSpec } from '../validate-rollout-spec';

/** What the operator of a cluster can do for a rollout. */
export interface OperatorMeans {
  /** Revisions that the IstioOperator objects of the cluster describe. */
  readonly revisions: readonly string[];
  /** Whether it was told where a Prometheus is. */
  readonly metrics: boolean;
}

/**
 * Everything wrong with a RevisionRollout as it is written. The operator takes what `rollout run` takes but for what belongs to
 * somebody else there: revisions, their tags and the default validator are of IstioOperator objects, gateways are of nobody.
 */
export function objectProblems(
  spec: RolloutSpec | undefined,
  { revisions, metrics }: OperatorMeans,
): string[] {
  if (spec === undefined) return ['spec: it is missing'];
  const shape = shapeProblems(spec);
  if (!shape.readable) return [...shape.problems];
  if (isPatchNamed(spec)) {
    return [
      `from: found "${spec.from}", to: found "${spec.to}"; the operator changes no version of a revision in use: ` +
        'make an IstioOperator object for a revision with the new version, and move to that',
    ];
  }
  const gateways = spec.waves.filter((wave) => 'gateways' in wave);
  return [
    ...validateRolloutSpec(spec, revisions),
    ...gateways.map(
      (wave) =>
        `wave ${wave.name}: the operator deploys no gateways; ${hintOf(declaredGatewayApis([wave]).length > 0)}`,
    ),
    ...(spec.removal === 'keep'
      ? []
      : [
          `removal: found ${quoted(spec.removal)}, must be "keep": the operator deletes no IstioOperator object; ` +
            `delete that of ${spec.from} after the rollout, and it goes once nothing uses it`,
        ]),
    ...(spec.default === 'keep'
      ? []
      : [
          `default: found ${quoted(spec.default)}, must be "keep": the default validator and tags of a revision are in ` +
            'the values of IstioOperator objects; change them there after the rollout',
        ]),
    ...(spec.clusters === undefined
      ? []
      : ['clusters: an operator looks at its own cluster only; use `istio-revisions rollout run`']),
    ...(spec.metrics === undefined || metrics
      ? []
      : ['metrics: the operator was not told where Prometheus is; start it with --prometheus']),
  ];
}

function hintOf(isGatewayApi: boolean): string {
  return isGatewayApi
    ? 'those of the Gateway API are moved by `istio-revisions rollout run`'
    : 'those that are injected move with their namespace: name that';
}

function quoted(value: string | undefined): string {
  return value === undefined ? 'nothing' : `"${value}"`;
}
