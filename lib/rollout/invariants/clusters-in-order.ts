import { awaitsCoverage } from '../fleet/peer-rollout';
import { clustersOf } from '../fleet/clusters-of';
import { coverageOf, coverageText, isCovered } from '../fleet/coverage';
import { isOfSameRollout } from '../fleet/is-of-same-rollout';
import type { Invariant, RolloutStep } from './invariant';

/**
 * Clusters move in their groups, gateways with a coverage once all have it, and none gives up what another may go back to, nor
 * istiods that another uses.
 */
export const clustersInOrder: Invariant = {
  rule: 'S20',
  name: 'no wave moves and nothing is removed before the clusters that it follows',
  check,
};

function check(step: RolloutStep): string | null {
  const { before, decision } = step;
  const { record } = decision;
  const wave = record.plan.waves[record.released - 1];
  const isReleased = record.released > before.released && before.phase === 'moving';
  if (isReleased && wave !== undefined) {
    const problem = awaitsCoverage(wave) ? coverageProblem(step) : groupProblem(step);
    if (problem !== null) return `${wave.name} moves ${problem}`;
  }
  const isLeft = record.phase === 'handing-over' && before.phase === 'retaining';
  const open = isLeft ? behind(step, () => true, 'retained') : [];
  if (open.length > 0) return `it is handed over before ${open.join(', ')}`;
  return istiodProblem(step);
}

/** Where istiods are used from other clusters, nothing leads to one before it is there, and none goes before what leads to it. */
function istiodProblem(step: RolloutStep): string | null {
  const { before, decision } = step;
  const { clusters, to } = decision.record.plan;
  const isApplied = decision.actions.some(({ type }) => type === 'apply');
  const installs = before.phase === 'installing' && before.applied === null && isApplied;
  const isLed = (name: string) => name === clusters?.controlPlane;
  const first = installs ? behind(step, isLed, 'installed') : [];
  if (first.length > 0) return `${to} is installed before ${first.join(', ')}`;
  const isRetired = decision.record.retired.length > before.retired.length;
  const uses = (name: string) => clusters?.serves?.includes(name) === true;
  const using = isRetired ? behind(step, uses, 'done') : [];
  return using.length === 0 ? null : `istiods are removed before ${using.join(', ')}`;
}

function groupProblem(step: RolloutStep): string | null {
  const { clusters } = step.decision.record.plan;
  if (clusters === undefined) return null;
  const own = clusters.groups.findIndex((group) => group.includes(clusters.self));
  const first = clusters.groups.slice(0, own).flat();
  const open = behind(step, (name) => first.includes(name), 'moved');
  if (open.length > 0) return `before ${open.join(', ')}`;
  const group = clusters.groups[own] ?? [];
  const others = behind(
    step,
    (name) => group.includes(name) && group.indexOf(name) < group.indexOf(clusters.self),
    'moved',
  );
  return others.length >= clusters.atOnce ? `beside ${others.join(', ')}` : null;
}

function coverageProblem({ observation, decision }: RolloutStep): string | null {
  const { record } = decision;
  const wave = record.plan.waves[record.released - 1];
  const wanted = wave?.kind === 'gateway' ? (wave.coverage ?? 0) : 0;
  const coverage = coverageOf(record, observation);
  if (!coverage.known) return `while coverage is not known: ${coverage.reason}`;
  return isCovered(coverage.value, wanted)
    ? null
    : `at ${coverageText(coverage.value, record.plan.to)}`;
}

/** Which other clusters are not known to have come so far. */
function behind(
  { observation, decision: { record } }: RolloutStep,
  concerns: (name: string) => boolean,
  far: 'installed' | 'moved' | 'retained' | 'done',
): readonly string[] {
  const others = clustersOf(record, observation);
  if (!others.known) return ['the others, which were not looked at'];
  return others.value
    .filter(({ name, state }) => {
      if (!concerns(name)) return false;
      const rollout = state.known ? state.value.rollout : null;
      if (!isOfSameRollout(rollout, record)) return true;
      return far === 'done' ? rollout.phase !== 'done' : !rollout[far];
    })
    .map(({ name }) => name);
}
