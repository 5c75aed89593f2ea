import { canonicalJson } from '../canonical-json';
import { digest } from '../digest';
import { clustersPlan, type ClustersPlan } from '../fleet/clusters-spec';
import { metricsPlan } from '../metrics/metrics-spec';
import type { FrozenPlan, FrozenWave, GatewayApiWave } from '../record';
import { restartLimits } from '../restart/restart-spec';
import { workloadKey } from '../restart/workload-key';
import type { GatewayRef, RolloutSpec, WaveSpec, WorkloadRef } from '../rollout-spec';
import { STRAGGLERS } from '../stragglers';
import {
  gatewayApisOf,
  gatewayKey,
  gatewaysOf,
  isGatewayApi,
  isGatewayApiRef,
  namespacesOf,
  tagOf,
} from '../wave-members';
import { MOVED } from './already-moved';
import {
  DEFAULT_APPROVAL_SECONDS,
  DEFAULT_DEADLINE_SECONDS,
  DEFAULT_RETAIN_SECONDS,
  defaultOf,
  removalOf,
  restartFromOf,
  soakOf,
  tagOfSpec,
} from './defaults';
import { selectionText } from './selection-text';

/** In what a spec differs from a plan that was frozen from an earlier one; empty when it is the same rollout. */
export function planDifferences(spec: RolloutSpec, plan: FrozenPlan): string[] {
  if (plan.source === undefined)
    return differences(describeSpec(withoutElsewhere(spec, plan)), describePlan(plan));
  if (plan.source === sourceDigest(spec)) return [];
  const moved = plan.waves.filter((wave) => MOVED.includes(wave.name));
  const rest = { ...plan, waves: plan.waves.filter((wave) => !moved.includes(wave)) };
  const found = differences(describeSpec(withoutMembers(spec, moved)), describePlan(rest));
  return found.length > 0 ? found : ['waves: they differ in what had moved before'];
}

/** What a superseding plan remembers of its source. */
export function sourceDigest(spec: RolloutSpec): string {
  return digest(describeSpec(spec));
}

/** A spec without what was in other clusters only when the plan was made. */
function withoutElsewhere(spec: RolloutSpec, { elsewhere }: FrozenPlan): RolloutSpec {
  if (elsewhere === undefined) return spec;
  const waves = spec.waves
    .filter(({ name }) => !elsewhere.waves.includes(name))
    .map((wave) =>
      'namespaces' in wave
        ? {
            ...wave,
            namespaces: wave.namespaces.filter((name) => !elsewhere.namespaces.includes(name)),
          }
        : wave,
    );
  return { ...spec, waves };
}

/** A spec without what its waves name of other waves. */
function withoutMembers(spec: RolloutSpec, moved: readonly FrozenWave[]): RolloutSpec {
  const namespaces = new Set(namespacesOf(moved).map(({ name }) => name));
  const gateways = new Set(gatewaysOf(moved).map(gatewayKey));
  const waves = spec.waves.flatMap((wave): WaveSpec[] => {
    if ('selector' in wave || 'workloads' in wave) return [wave];
    if ('gateways' in wave) {
      const left = wave.gateways.filter((gateway) => !gateways.has(gatewayKey(gateway)));
      return left.length === 0 ? [] : [{ ...wave, gateways: left }];
    }
    const left = wave.namespaces.filter((name) => !namespaces.has(name));
    return left.length === 0 ? [] : [{ ...wave, namespaces: left }];
  });
  return { ...spec, waves };
}

function differences(
  wanted: Readonly<Record<string, string>>,
  frozen: Readonly<Record<string, string>>,
): string[] {
  return [...new Set([...Object.keys(frozen), ...Object.keys(wanted)])]
    .filter((key) => wanted[key] !== frozen[key])
    .map(
      (key) =>
        `${key}: ${frozen[key] ?? 'absent'} in the rollout, ${wanted[key] ?? 'absent'} in the source`,
    );
}

function describeSpec(spec: RolloutSpec): Record<string, string> {
  return {
    from: spec.from,
    to: spec.to,
    mode: spec.mode ?? 'label',
    deadlineSeconds: String(spec.deadlineSeconds ?? DEFAULT_DEADLINE_SECONDS),
    retainSeconds: String(spec.retainSeconds ?? DEFAULT_RETAIN_SECONDS),
    approvalSeconds: String(spec.approvalSeconds ?? DEFAULT_APPROVAL_SECONDS),
    rollback: spec.rollback ?? 'attempt',
    default: defaultOf(spec),
    removal: removalOf(spec),
    restartFrom: String(restartFromOf(spec)),
    stragglers: spec.stragglers ?? 'wave',
    metrics: canonicalJson(spec.metrics === undefined ? null : metricsPlan(spec.metrics)),
    restart: canonicalJson(restartLimits(spec.restart)),
    ...clustersText(spec.clusters === undefined ? undefined : clustersPlan(spec.clusters)),
    ...describeWaves(spec.waves.map((wave) => describeWave(spec, wave))),
  };
}

/** What is told of a wave by its name. */
type Described = readonly [name: string, text: string];

function describeWave(spec: RolloutSpec, wave: WaveSpec): Described {
  const [soakSeconds, approval] = [soakOf(spec, wave), wave.approval ?? false];
  const members = declaredMembers(wave);
  return [wave.name, text(members, soakSeconds, approval, tagOfSpec(spec, wave))];
}

/** The steps of a wave of gateways are told as the one wave that they are in the source. */
function describeFrozen(waves: readonly FrozenWave[], wave: FrozenWave): Described | null {
  if ('stepOf' in wave && wave.name !== wave.stepOf) return null;
  const steps = waves.filter((one) => 'stepOf' in one && one.stepOf === wave.name);
  const approval = [wave, ...steps].some((one) => one.approval);
  const members = isGatewayApi(wave) ? gatewayApisText(gatewayApisOf(steps)) : frozenMembers(wave);
  return [wave.name, text(members, wave.soakSeconds, approval, tagOf(wave))];
}

function describeWaves(waves: readonly Described[]): Record<string, string> {
  return {
    waves: canonicalJson(waves.map(([name]) => name)),
    ...Object.fromEntries(waves.map(([name, told]) => [`wave ${name}`, told])),
  };
}

function describePlan(plan: FrozenPlan): Record<string, string> {
  const waves = plan.waves.filter(({ name }) => name !== STRAGGLERS);
  return {
    from: plan.from,
    to: plan.to,
    mode: plan.mode,
    deadlineSeconds: String(plan.deadlineSeconds),
    retainSeconds: String(plan.retainSeconds),
    approvalSeconds: String(plan.approvalSeconds),
    rollback: plan.rollback,
    default: plan.default,
    removal: plan.removal,
    restartFrom: String(plan.restartFrom),
    stragglers: plan.stragglers,
    metrics: canonicalJson(plan.metrics),
    restart: canonicalJson(plan.restart),
    ...clustersText(plan.clusters),
    ...describeWaves(
      waves.map((wave) => describeFrozen(waves, wave)).filter((one) => one !== null),
    ),
  };
}

function clustersText(clusters: ClustersPlan | undefined): Record<string, string> {
  return clusters === undefined ? {} : { clusters: canonicalJson(clusters) };
}

function declaredMembers(wave: WaveSpec): string {
  if ('gateways' in wave) {
    return wave.gateways.some(isGatewayApiRef)
      ? gatewayApisText(wave.gateways)
      : gatewaysText(wave.gateways, wave.shares, wave.coverage);
  }
  if ('workloads' in wave) return workloadsText(wave.workloads);
  return 'selector' in wave ? selectionText(wave) : [...wave.namespaces].sort().join(', ');
}

function gatewaysText(
  gateways: readonly GatewayRef[],
  shares: readonly number[] = [100],
  coverage?: number,
): string {
  const names = gateways.map(gatewayKey).sort().join(', ');
  const steps = shares.length === 1 ? '' : ` by ${shares.join(', ')} %`;
  const late = coverage === undefined ? '' : ` at ${String(coverage)} % coverage`;
  return `${names}${steps}${late}`;
}

/** They move in this order. */
function gatewayApisText(gateways: readonly GatewayRef[]): string {
  return `of the Gateway API ${gateways.map(gatewayKey).join(', ')}`;
}

function workloadsText(workloads: readonly WorkloadRef[]): string {
  return workloads.map(workloadKey).sort().join(', ');
}

/** What was selected stays as it was when the rollout began: only how it is selected can differ. */
function frozenMembers(wave: Exclude<FrozenWave, GatewayApiWave>): string {
  if (wave.kind === 'gateway') return gatewaysText(wave.gateways, wave.shares, wave.coverage);
  if (wave.workloads !== undefined) return workloadsText(wave.workloads);
  const names = wave.namespaces.map(({ name }) => name);
  return wave.selection ?? names.sort().join(', ');
}

function text(members: string, soakSeconds: number, approval: boolean, tag: string | null): string {
  const asked = approval ? ', approval' : '';
  const by = tag === null ? '' : `, tag ${tag}`;
  return `${members} (soak ${soakSeconds} s${asked}${by})`;
}
