import type { Observation } from '../../rollout/observation';

/**
 * A look at a cluster to which a tree in Git is applied: what its applier owns is the rollout's own, since the rollout writes that tree.
 * Whoever else owns a label or a pointer is seen as ever.
 * @param manager - field manager of the applier
 */
export function ownedInGit(observation: Observation, manager: string): Observation {
  const { namespaces, pointers } = observation;
  return {
    ...observation,
    ...(namespaces.known && {
      namespaces: {
        ...namespaces,
        value: namespaces.value.map((fact) => {
          const revManagers = fact.revManagers.filter((other) => other !== manager);
          const isApplied = revManagers.length < fact.revManagers.length;
          return {
            ...fact,
            revManagers,
            revOwned: fact.revOwned || (isApplied && revManagers.length === 0),
          };
        }),
      },
    }),
    ...(pointers.known && {
      pointers: {
        ...pointers,
        value: pointers.value.map((fact) =>
          fact.manager === manager ? { ...fact, ours: true } : fact,
        ),
      },
    }),
  };
}
