import { judgedDeployments } from '../gateway-generation';
import type { IstiodFact, Observation, PodFact, ProxyFact, WorkloadKind } from '../observation';
import type { FrozenWave } from '../record';
import { gatewayKey } from '../wave-members';
import type { GateResult, Verdict } from '../verdict';
import { scopeOf } from '../wave-scope';
import type { Moved } from './coverage';
import { groupPods, proxyOf } from './group-pods';
import { instantOrNull } from './instant';
import { memberShares, type MemberShares } from './member-shares';
import type { ReportInput } from './report-input';
import type { WaveState } from './wave-state';

/** What the istiods of the new revision say of a member's proxies. */
export type ProxyStates = Readonly<Record<ProxyFact['state'] | 'not-connected', number>>;

/** A namespace or gateway that a wave moves, as the cluster shows it. */
export interface MemberRow {
  /** The namespace, or `<namespace>/<name>` of a gateway's generation or a single workload. */
  readonly name: string;
  readonly kind: 'Namespace' | WorkloadKind;
  readonly cluster: string;
  readonly state: WaveState | 'moved' | 'vanished' | 'unknown';
  /** What a gate says of it, unless all that name it pass. */
  readonly verdict: Verdict | null;
  /** Proxies that the new revision injected; `null` when that is not known. */
  readonly proxies: Moved | null;
  /** `null` while there are none on the new revision, or what could not be asked might change it. */
  readonly xds: ProxyStates | null;
  /** When the first certificate of its proxies expires; `null` where Prometheus does not say. */
  readonly certificateExpiresAt: string | null;
  readonly shares: MemberShares | null;
  /** What is in its way; `''` when nothing is. */
  readonly info: string;
}

/** The members of a wave, in the order of the plan. */
export function memberRows(
  { record, observation, environment }: ReportInput,
  wave: FrozenWave,
  state: WaveState,
  results: readonly GateResult[],
): readonly MemberRow[] {
  const read = scopeOf(wave, observation);
  const shares = state === 'waiting' ? null : memberShares(record, wave, observation);
  const pods = read.known ? groupPods(livingOf(read.scope.pods), wave) : null;
  const found = new Set(
    read.known
      ? [...read.scope.namespaces.map(({ uid }) => uid), ...read.scope.workloads.map(gatewayKey)]
      : [],
  );
  const xdsOf = proxyStates(record.plan.to, observation);
  const expiryOf = certificateExpiry(observation);
  return membersOf(wave).map(({ name, kind, id }) => {
    const own = pods?.get(name) ?? [];
    const moved = own.filter(({ revision }) => revision === record.plan.to);
    // A step with one Gateway has one member, whatever its gates name.
    const problem = results.find(
      (one) => one.verdict !== 'Pass' && (wave.kind === 'gateway-api' || isAbout(one, kind, name)),
    );
    return {
      name,
      kind,
      cluster: environment.cluster,
      state: pods === null ? 'unknown' : found.has(id) ? stateOf(state, own, moved) : 'vanished',
      verdict: problem?.verdict ?? null,
      proxies: pods === null ? null : { moved: moved.length, all: own.length },
      xds: moved.length === 0 ? null : xdsOf(moved),
      certificateExpiresAt: instantOrNull(expiryOf(own)),
      shares: shares?.get(name) ?? null,
      info: problem?.message ?? '',
    };
  });
}

interface Member {
  readonly name: string;
  readonly kind: MemberRow['kind'];
  /** What it is found by in an observation. */
  readonly id: string;
}

function membersOf(wave: FrozenWave): readonly Member[] {
  if (wave.kind === 'namespace' && wave.workloads !== undefined) {
    return wave.workloads.map((one) => ({
      name: gatewayKey(one),
      kind: one.kind,
      id: gatewayKey(one),
    }));
  }
  return wave.kind === 'namespace'
    ? wave.namespaces.map(({ name, uid }) => ({ name, kind: 'Namespace', id: uid }))
    : judgedDeployments(wave)
        .map(gatewayKey)
        .map((name) => ({ name, kind: 'Deployment', id: name }));
}

function isAbout({ namespace, subject }: GateResult, kind: Member['kind'], name: string): boolean {
  return kind === 'Namespace'
    ? namespace === name
    : subject === `${kind} ${name}` || subject.startsWith(`Pod ${name}-`);
}

/** Of a wave under way each member is told by itself. */
function stateOf(
  wave: WaveState,
  own: readonly PodFact[],
  moved: readonly PodFact[],
): MemberRow['state'] {
  if (wave === 'moving') return moved.length === own.length && own.length > 0 ? 'moved' : wave;
  return wave === 'returning' && moved.length === 0 ? 'returned' : wave;
}

function livingOf(pods: readonly PodFact[]): readonly PodFact[] {
  return pods.filter(({ terminating }) => !terminating);
}

function proxyStates(
  revision: string,
  { istiods }: Observation,
): (pods: readonly PodFact[]) => ProxyStates | null {
  if (!istiods.known) return () => null;
  const own = istiods.value.filter((istiod) => istiod.revision === revision);
  if (own.some(({ proxies }) => !proxies.known)) return () => null;
  const states = statesByProxy(own);
  return (pods) => {
    const counts = { synced: 0, stale: 0, 'not-sent': 0, error: 0, 'not-connected': 0 };
    for (const pod of pods) counts[states.get(proxyOf(pod)) ?? 'not-connected'] += 1;
    return counts;
  };
}

function statesByProxy(istiods: readonly IstiodFact[]): ReadonlyMap<string, ProxyFact['state']> {
  return new Map(
    istiods.flatMap(({ proxies }) =>
      proxies.known ? proxies.value.map(({ proxy, state }) => [proxy, state] as const) : [],
    ),
  );
}

function certificateExpiry({ metrics }: Observation): (pods: readonly PodFact[]) => number | null {
  const last = metrics?.known === true ? metrics.value.snapshots.at(-1) : undefined;
  return (pods) => {
    const times = pods.flatMap(
      ({ namespace, name }) => last?.certificates[`${namespace}/${name}`] ?? [],
    );
    return times.length === 0 ? null : Math.min(...times);
  };
}
