import { toIstioOperator, type RevisionProps } from '../lib/operator/to-istio-operator';
import type { RevisionTagRelease } from '../lib/render/render-revision-tag';
import { tagKey, VALIDATOR_KEY } from '../lib/rollout/pointers/pointer-key';
import type { RolloutPosition } from '../lib/rollout/position';
import type { EnvironmentSpec } from './environments';
import { revisionsAt } from './mesh-of-environment';

/** The default validator and the revision tags of an environment, each with the revision that it leads to. */
export interface PlacedPointers {
  /** `null` where nothing validates by default. */
  readonly validator: RevisionProps | null;
  readonly tags: readonly RevisionTagRelease[];
}

/**
 * What leads to a revision of an environment at a position. The default revision is one choice for who validates and who
 * injects by default; the un-revisioned istiod injects by its own webhook. What leads to a revision that is not there does not
 * exist: it would refuse every object, or every pod.
 */
export function pointersAt(
  environment: EnvironmentSpec,
  position: RolloutPosition | undefined,
): PlacedPointers {
  const { rollout, mesh, fleet } = environment;
  const { base, revisions } = mesh;
  const there = revisionsAt(environment, position);
  const moved = new Map(Object.entries(position?.pointers ?? {}));
  const retired = position?.retired ?? [];
  const placed = (key: string, declared: string): RevisionProps | undefined => {
    // The target of a rollout is not there before it: until then what it replaces serves.
    const isAhead = declared === rollout?.to && !retired.includes(rollout.from);
    const wanted = moved.get(key) ?? (isAhead ? rollout.from : declared);
    return there.find(({ revision }) => revision === wanted);
  };
  const isNamed = base.defaultRevision !== 'none';
  // Istio objects are read where the istiods are: nobody would give the validator of another cluster its CA bundle.
  const validates = isNamed && fleet?.controlPlane === undefined;
  const injects = isNamed && base.defaultRevision !== 'default';
  const declared = [
    ...(injects ? [['default', base.defaultRevision] as const] : []),
    ...revisions.flatMap(({ revision, values }) =>
      (values?.revisionTags ?? []).map((tag) => [tag, revision] as const),
    ),
  ];
  return {
    validator: (validates ? placed(VALIDATOR_KEY, base.defaultRevision) : undefined) ?? null,
    tags: declared.flatMap(([tag, revision]) => {
      const leadsTo = placed(tagKey(tag), revision);
      // One that a rollout moves with its waves is placed by those.
      if (leadsTo === undefined || tag in (position?.tags ?? {})) return [];
      return [{ tag, document: toIstioOperator(leadsTo) }];
    }),
  };
}
