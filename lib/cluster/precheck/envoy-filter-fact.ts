import type { KubernetesObject } from '@kubernetes/client-node';
import type { EnvoyFilterFact } from '../../rollout/precheck/precheck-facts';
import { REVISION_LABEL } from '../../rollout/names';

/** An EnvoyFilter as it is listed. */
export interface EnvoyFilter extends KubernetesObject {
  readonly spec?: {
    readonly configPatches?: readonly {
      readonly match?: { readonly proxy?: { readonly proxyVersion?: string } };
      readonly patch?: { readonly operation?: string };
    }[];
  };
}

/** Operations that need something else to be there; the others stand alone. */
const RELATIVE: readonly string[] = ['INSERT_BEFORE', 'INSERT_AFTER', 'REPLACE', 'MERGE', 'REMOVE'];

/** What of an EnvoyFilter depends on what a revision brings. */
export function envoyFilterFact({ metadata, spec }: EnvoyFilter): EnvoyFilterFact {
  const patches = spec?.configPatches ?? [];
  const once = (names: readonly (string | undefined)[]) =>
    [...new Set(names.flatMap((name) => name ?? []))].sort();
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    proxyVersions: once(patches.map(({ match }) => match?.proxy?.proxyVersion)),
    relative: once(patches.map(({ patch }) => patch?.operation)).filter((one) =>
      RELATIVE.includes(one),
    ),
    revision: metadata?.labels?.[REVISION_LABEL] ?? null,
  };
}
