import { injectedBy } from '../injected-by';
import { injectionLabels } from '../injection-labels';
import { REVISION_LABEL } from '../names';
import { addressOf } from '../look-up';
import type {
  AddressFact,
  IstiodFact,
  NamespaceFact,
  Observation,
  PodFact,
  WorkloadFact,
} from '../observation';
import { revisionOf } from '../patch/version-of';
import type { FrozenWave, RolloutRecord } from '../record';
import { gatewayKey, isWhole, returningTo } from '../wave-members';
import { scopeOf } from '../wave-scope';
import { groupPods, proxyOf } from './group-pods';

/** How many of all are on the new revision. */
export interface Moved {
  readonly moved: number;
  readonly all: number;
}

/**
 * How far the mesh has moved, as the cluster shows it: pods that the new revision injected and whose proxies are connected to
 * one of its istiods, whatever the record says.
 */
export interface Coverage {
  /** Namespaces and gateways of the plan, moved when all their proxies are; `null` when it is not known. */
  readonly members: Moved | null;
  readonly proxies: Moved | null;
  /** What could not be read, so that there may be more than was counted; `null` when everything was. */
  readonly unknown: string | null;
}

/** The coverage of a plan. A member that vanished is not counted, one without pods counts by its label. */
export function coverageOf({ plan }: RolloutRecord, observation: Observation): Coverage {
  const { istiods, addresses } = observation;
  if (!istiods.known) return { members: null, proxies: null, unknown: istiods.reason };
  if (!addresses.known) return { members: null, proxies: null, unknown: addresses.reason };
  const own = istiods.value.filter(({ revision }) => revision === plan.to);
  const connected = connectedTo(own);
  const isLabelled = (member: NamespaceFact | WorkloadFact) =>
    nextOf(member, observation) === plan.to;
  const isMoved = (pod: PodFact) => pod.revision === plan.to && connected.has(proxyOf(pod));
  let members = NONE;
  let proxies = NONE;
  // What moves ahead of its namespace is counted with that.
  for (const wave of plan.waves.filter(isCounted)) {
    const read = scopeOf(inUse(wave, plan.from, addresses.value), observation);
    if (!read.known) return { members: null, proxies: null, unknown: read.reason };
    const pods = read.scope.pods.filter(({ terminating }) => !terminating);
    proxies = add(proxies, pods.map(isMoved));
    const byMember = groupPods(pods, wave);
    const { namespaces, workloads } = read.scope;
    members = add(
      members,
      (wave.kind === 'namespace' ? namespaces : workloads).map((member) => {
        const its = byMember.get('kind' in member ? gatewayKey(member) : member.name) ?? [];
        return its.length === 0 ? isLabelled(member) : its.every(isMoved);
      }),
    );
  }
  return { members, proxies, unknown: silentOf(own) };
}

/** Of gateways the generation that users meet: the old one until the addresses lead to the new one alone. */
function inUse(wave: FrozenWave, from: string, addresses: readonly AddressFact[]): FrozenWave {
  if (wave.kind !== 'gateway') return wave;
  const isLed = wave.gateways.every(
    (gateway) =>
      gateway.inPlace === true ||
      addressOf(gateway, addresses)?.serving === revisionOf(wave.revision),
  );
  return isLed ? wave : returningTo(from, wave);
}

/** Of the steps of a gateway the last is all of it. */
function isCounted(wave: FrozenWave): boolean {
  return isWhole(wave) && (wave.kind !== 'gateway' || wave.share === 100);
}

const NONE: Moved = { moved: 0, all: 0 };

function connectedTo(istiods: readonly IstiodFact[]): ReadonlySet<string> {
  return new Set(
    istiods.flatMap(({ proxies }) =>
      proxies.known ? proxies.value.map(({ proxy }) => proxy) : [],
    ),
  );
}

function silentOf(istiods: readonly IstiodFact[]): string | null {
  const silent = istiods.map(({ proxies }) => proxies).find(({ known }) => !known);
  return silent?.known === false ? silent.reason : null;
}

/** The revision that makes the next pods of a member; of a label that cannot be resolved, what it says. */
function nextOf(member: NamespaceFact | WorkloadFact, { injectors }: Observation): string | null {
  if ('kind' in member) return member.templateRev;
  if (!injectors.known) return member.labels[REVISION_LABEL] ?? null;
  return injectedBy(injectionLabels(member.labels), injectors.value).revision;
}

function add({ moved, all }: Moved, states: readonly boolean[]): Moved {
  return { moved: moved + states.filter(Boolean).length, all: all + states.length };
}
