import { matchesSelector } from '../selector/matches-selector';
import type { PodNeeds, QuotaFact } from './capacity-fact';

/** Other names that quotas have for what pods ask for. */
const ALIASES: Readonly<Record<string, string>> = {
  cpu: 'requests.cpu',
  memory: 'requests.memory',
  'ephemeral-storage': 'requests.ephemeral-storage',
  'count/pods': 'pods',
};

/** Less than this is a matter of how fractions are added up. */
const EXACT = 1e-6;

/** How much a pod takes of what a quota names. */
export function shareOf(resource: string, { amounts }: PodNeeds): number {
  return amounts[ALIASES[resource] ?? resource] ?? 0;
}

/** The first resource of which a quota has not enough left for a pod; `null` when it has. @param taken - beside what it has counted */
export function lackIn(
  { hard, used }: QuotaFact,
  needs: PodNeeds,
  taken: (resource: string) => number = () => 0,
): string | null {
  const lacking = Object.entries(hard).find(([resource, most]) => {
    const wanted = shareOf(resource, needs);
    return wanted > 0 && (used[resource] ?? 0) + taken(resource) + wanted > most + EXACT;
  });
  return lacking?.[0] ?? null;
}

/** Whether a quota counts a pod that a workload makes. By a scope that is not known here it does: it may. */
export function countsPod({ scopes }: QuotaFact, needs: PodNeeds): boolean {
  return scopes.every((requirement) => {
    const { key } = requirement;
    if (key === 'Terminating') return false;
    if (key === 'BestEffort') return isBestEffort(needs);
    if (key === 'NotBestEffort') return !isBestEffort(needs);
    if (key !== 'PriorityClass') return true;
    const labels = needs.priority === '' ? {} : { [key]: needs.priority };
    return matchesSelector({ matchExpressions: [requirement] }, labels);
  });
}

function isBestEffort({ amounts }: PodNeeds): boolean {
  return !Object.keys(amounts).some((resource) => /\.(cpu|memory)$/.test(resource));
}
