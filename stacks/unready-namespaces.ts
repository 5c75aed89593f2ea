import { INJECTION_LABEL, REVISION_LABEL } from '../lib/rollout/names';
import type { NamespaceFact } from '../lib/rollout/observation';

/** An object of a tree, as it is sent. */
interface SentObject {
  readonly body: {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
  };
}

/**
 * Namespaces that objects of a tree are in, and that are not there or not in the mesh yet. What is made there before would run without
 * a proxy, and be ruled by nothing of this.
 */
export function unreadyNamespaces(
  resources: readonly SentObject[],
  living: readonly Pick<NamespaceFact, 'name' | 'labels'>[],
): string[] {
  const known = new Map(living.map(({ name, labels }) => [name, labels]));
  const made = resources.flatMap(({ body }) =>
    body.kind === 'Namespace' ? [body.metadata.name] : [],
  );
  const needed = new Set(resources.flatMap(({ body }) => body.metadata.namespace ?? []));
  return [...needed]
    .filter((name) => !made.includes(name))
    .flatMap((name) => {
      const labels = known.get(name);
      const next =
        'run "up" for the platform of this environment first, whose mesh.namespaces declares it';
      if (labels === undefined) return [`namespace ${name} does not exist; ${next}`];
      return INJECTION_LABEL in labels || REVISION_LABEL in labels
        ? []
        : [`namespace ${name} has no injection label; ${next}`];
    });
}
