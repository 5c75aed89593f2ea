import { approvedFirst } from './invariants/approved-first';
import { clustersInOrder } from './invariants/clusters-in-order';
import { commandsAreKept } from './invariants/commands-are-kept';
import { adoptionIsNeutral } from './invariants/adoption-is-neutral';
import { evidenceIsNewer } from './invariants/evidence-is-newer';
import { fromIsProved } from './invariants/from-is-proved';
import type { Invariant, RolloutStep } from './invariants/invariant';
import { evictedOneByOne } from './invariants/evicted-one-by-one';
import { handedOverInTurn } from './invariants/handed-over-in-turn';
import { isRepeatable } from './invariants/is-repeatable';
import { istiodFirst } from './invariants/istiod-first';
import { keptForItsTime } from './invariants/kept-for-its-time';
import { labelsLast } from './invariants/labels-last';
import { labelsStay } from './invariants/labels-stay';
import { noHalfWave } from './invariants/no-half-wave';
import { noInjectionGap } from './invariants/no-injection-gap';
import { noWayBack } from './invariants/no-way-back';
import { oneIstiodStays } from './invariants/one-istiod-stays';
import { oneRevision } from './invariants/one-revision';
import { onlyItsOwnGoes } from './invariants/only-its-own-goes';
import { ownershipIsKept } from './invariants/ownership-is-kept';
import { pausedIsQuiet } from './invariants/paused-is-quiet';
import { removalIsProved } from './invariants/removal-is-proved';
import { restartsArePaced } from './invariants/restarts-are-paced';
import { restartsFit } from './invariants/restarts-fit';
import { retiredIsFinal } from './invariants/retired-is-final';
import { rollbackDominates } from './invariants/rollback-dominates';
import { tagsAreKept } from './invariants/tags-are-kept';
import { tagsLive } from './invariants/tags-live';
import { targetsAreFit } from './invariants/targets-are-fit';
import { singleWorkloadsLead } from './invariants/single-workloads-lead';
import { terminalIsQuiet } from './invariants/terminal-is-quiet';
import { unknownNeverAdvances } from './invariants/unknown-never-advances';
import { unknownNeverTurnsBack } from './invariants/unknown-never-turns-back';
import { byVersion } from './patch/by-version';
import { planIsFrozen } from './invariants/plan-is-frozen';
import { addressesLead } from './invariants/addresses-lead';
import { gatewaysArePinned } from './invariants/gateways-are-pinned';
import { gatewaysLead } from './invariants/gateways-lead';
import { killedGoesOn } from './invariants/killed-goes-on';
import { retryFindsNothing } from './invariants/retry-finds-nothing';
import { waitsAreNamed } from './invariants/waits-are-named';
import { wayBackStandsAlone } from './invariants/way-back-stands-alone';
import { wavesInOrder } from './invariants/waves-in-order';

/**
 * The rules of a rollout, each a part of a safety or liveness rule. Tests hold every decision against them, in any
 * state that faults can reach.
 */
export const INVARIANTS: readonly Invariant[] = [
  oneRevision,
  noWayBack,
  planIsFrozen,
  wavesInOrder,
  singleWorkloadsLead,
  evidenceIsNewer,
  noHalfWave,
  keptForItsTime,
  unknownNeverAdvances,
  unknownNeverTurnsBack,
  removalIsProved,
  handedOverInTurn,
  onlyItsOwnGoes,
  terminalIsQuiet,
  isRepeatable,
  targetsAreFit,
  ownershipIsKept,
  retiredIsFinal,
  labelsLast,
  pausedIsQuiet,
  approvedFirst,
  commandsAreKept,
  rollbackDominates,
  restartsArePaced,
  restartsFit,
  noInjectionGap,
  adoptionIsNeutral,
  tagsAreKept,
  tagsLive,
  evictedOneByOne,
  labelsStay,
  istiodFirst,
  clustersInOrder,
  fromIsProved,
  oneIstiodStays,
  gatewaysLead,
  gatewaysArePinned,
  addressesLead,
  killedGoesOn,
  retryFindsNothing,
  waitsAreNamed,
  wayBackStandsAlone,
];

/** The invariants that a step breaks, each with its rule and what is wrong. */
export function violationsOf(seen: RolloutStep): string[] {
  const step = { ...seen, observation: byVersion(seen.before.plan, seen.observation) };
  return INVARIANTS.flatMap(({ rule, name, check }) => {
    const wrong = check(step);
    return wrong === null ? [] : [`${rule} ${name}: ${wrong}`];
  });
}
