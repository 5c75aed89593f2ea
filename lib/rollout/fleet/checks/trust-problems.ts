import { nameSome } from '../../name-some';
import { seenMembers, type FleetCheck, type SeenMember } from './fleet-facts';

/** Clusters whose proxies trust no root in common: not one connection between them is accepted. */
export const trustProblems: FleetCheck = (facts) => {
  const [first, ...others] = byRoots(seenMembers(facts));
  if (first === undefined) return [];
  return others
    .filter((group) => !group.roots.some((root) => first.roots.includes(root)))
    .map((group) => ({
      member: null,
      message: `${nameSome(group.names)} ${trusts(group)}, ${nameSome(first.names)} ${trusts(first)}, and they have none in common; give every cluster an intermediate of one root (Secret cacerts), and restart its istiods before the rollout`,
    }));
};

interface Group {
  readonly roots: readonly string[];
  readonly names: readonly string[];
}

/** Members that trust the same, the largest group first; those whose roots nobody has written yet are left out. */
function byRoots(members: readonly SeenMember[]): Group[] {
  const groups = new Map<string, { roots: readonly string[]; names: string[] }>();
  for (const { name, seen } of members) {
    const key = [...seen.roots].sort().join();
    if (key === '') continue;
    const group = groups.get(key) ?? { roots: seen.roots, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.names.length - a.names.length);
}

function trusts({ roots, names }: Group): string {
  const shown = nameSome(roots.map((root) => root.slice(0, 23)));
  return `trust${names.length === 1 ? 's' : ''} ${shown}…`;
}
