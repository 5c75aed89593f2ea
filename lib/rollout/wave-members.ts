import type { GatewayApiTarget } from './gateway-api/gateway-api-target';
import type {
  FrozenWave,
  GatewayApiWave,
  GatewayTarget,
  NamespaceTarget,
  RolloutRecord,
} from './record';
import { remembered } from './remembered';
import type { GatewayApiRef, GatewayRef, WaveSpec, WorkloadRef } from './rollout-spec';

/** The waves whose members belong on `to`: while the rollout goes back, or did, those that are kept there. */
export function movedWaves(record: RolloutRecord): readonly FrozenWave[] {
  return record.plan.waves.slice(0, isGoingBack(record) ? record.kept : record.released);
}

/** Whether what is not kept on `to` belongs on `from`, though it may have been moved; what was handed over goes before it. */
export function isGoingBack({ phase, handed }: RolloutRecord): boolean {
  return phase === 'rolled-back' || (phase === 'rolling-back' && handed === null);
}

/** The namespaces of waves, each once; gateway waves have none. */
export function namespacesOf(waves: readonly FrozenWave[]): readonly NamespaceTarget[] {
  const all = waves.flatMap((wave) => (wave.kind === 'namespace' ? wave.namespaces : []));
  if (waves.every(isWhole)) return all;
  return [...new Map(all.map((target) => [target.uid, target])).values()];
}

/** Whether a wave moves all of its members, and not single workloads ahead of them. */
export function isWhole(wave: FrozenWave): boolean {
  return wave.kind !== 'namespace' || wave.workloads === undefined;
}

/** A wave with all that its namespaces have: where their label leads, every pod may be. */
export const wholeOf: (wave: FrozenWave) => FrozenWave = remembered((wave: FrozenWave) => {
  if (wave.kind !== 'namespace' || wave.workloads === undefined) return wave;
  const { workloads: _workloads, ...whole } = wave;
  return whole;
});

/** A wave on its way back to a revision: of a gateway its generation is judged, and no more is asked than that it serves. */
export function returningTo(revision: string, wave: FrozenWave): FrozenWave {
  return wave.kind === 'gateway' ? { ...wave, revision } : wholeOf(wave);
}

/** The waves that move by the labels of their namespaces. */
export function labelledWaves(waves: readonly FrozenWave[]): readonly FrozenWave[] {
  return waves.filter((wave) => tagOf(wave) === null);
}

/** The revision tags that waves move by. */
export function tagsOf(waves: readonly FrozenWave[]): readonly string[] {
  return waves.flatMap((wave) => tagOf(wave) ?? []);
}

/** The revision tag that a wave moves by; `null` where it moves by labels. */
export function tagOf(wave: FrozenWave): string | null {
  return wave.kind === 'namespace' ? (wave.tag ?? null) : null;
}

/** What the namespaces of a wave are labelled with for a revision: the tag of the wave, which points at it, or the revision. */
export function labelFor(wave: FrozenWave, revision: string): string {
  return tagOf(wave) ?? revision;
}

/** The namespaces that a wave is about, by name: those that it moves, or those of the gateways that it moves. */
export function namespaceNames(wave: FrozenWave): readonly string[] {
  if (wave.kind === 'gateway-api') return [wave.gateway.namespace];
  const members = wave.kind === 'namespace' ? wave.namespaces : wave.gateways;
  return [...new Set(members.map((member) => ('uid' in member ? member.name : member.namespace)))];
}

/** Whether a wave is one of Gateways of the Gateway API. */
export function isGatewayApi(wave: FrozenWave): wave is GatewayApiWave {
  return wave.kind === 'gateway-api';
}

/** The Gateways of the Gateway API of waves. */
export function gatewayApisOf(waves: readonly FrozenWave[]): readonly GatewayApiTarget[] {
  return waves.filter(isGatewayApi).map(({ gateway }) => gateway);
}

/** The gateways of Istio's chart of waves; others have none. */
export function gatewaysOf(waves: readonly FrozenWave[]): readonly GatewayTarget[] {
  return waves.flatMap((wave) => (wave.kind === 'gateway' ? wave.gateways : []));
}

/** The namespaces that waves name, before they are looked up; those that they select are known in the cluster only. */
export function declaredNamespaces(waves: readonly WaveSpec[]): readonly string[] {
  return waves.flatMap((wave) => ('namespaces' in wave ? wave.namespaces : []));
}

/** The workloads that waves name, before they are looked up. */
export function declaredWorkloads(waves: readonly WaveSpec[]): readonly WorkloadRef[] {
  return waves.flatMap((wave) => ('workloads' in wave ? wave.workloads : []));
}

/** The gateways of Istio's chart that waves name, before they are looked up. */
export function declaredGateways(waves: readonly WaveSpec[]): readonly GatewayRef[] {
  return allGateways(waves).filter((gateway) => !isGatewayApiRef(gateway));
}

/** The Gateways of the Gateway API that waves name, before they are looked up. */
export function declaredGatewayApis(waves: readonly WaveSpec[]): readonly GatewayApiRef[] {
  return allGateways(waves).filter(isGatewayApiRef);
}

function allGateways(waves: readonly WaveSpec[]): readonly (GatewayRef | GatewayApiRef)[] {
  return waves.flatMap((wave) => ('gateways' in wave ? wave.gateways : []));
}

/** Whether a wave names a Gateway of the Gateway API by this. */
export function isGatewayApiRef(gateway: GatewayRef | GatewayApiRef): gateway is GatewayApiRef {
  return 'api' in gateway;
}

/** How positions and messages name a gateway: `<namespace>/<name>`. */
export function gatewayKey(gateway: GatewayRef): string {
  return `${gateway.namespace}/${gateway.name}`;
}

/** The gateway that a key names. */
export function gatewayNamed(key: string): GatewayRef {
  const [namespace = '', name = ''] = key.split('/');
  return { namespace, name };
}
