import { mapFact, unknown, type Fact } from '../fact';
import type { InjectorFact, IstiodFact, Observation } from '../observation';
import { atVersion, isPatch, revisionOf } from './version-of';

/**
 * An observation in the words of a rollout: where it is a patch, what belongs to its revision is told apart by version, as
 * `1-30@1.30.3` and `1-30@1.30.4`. Whoever decides, checks or reports then compares it with the ends of the plan like any other
 * revision. What names no version stays as it is, and so is at neither end. The same observation for any other rollout.
 */
export function byVersion(
  plan: { readonly from: string; readonly to: string },
  observation: Observation,
): Observation {
  if (!isPatch(plan)) return observation;
  const revision = revisionOf(plan.to);
  const istiods = mapFact(observation.istiods, (all) => all.map((one) => placed(one, revision)));
  const standing = standingAt(revision, istiods);
  return {
    ...observation,
    istiods,
    pods: mapFact(observation.pods, (all) => all.map((one) => placed(one, revision))),
    injectors: !standing.known
      ? unknown(standing.reason, standing.at)
      : mapFact(observation.injectors, (all) =>
          all.map((one) => injectorAt(one, revision, standing.value)),
        ),
    admission:
      observation.admission === null
        ? null
        : mapFact(observation.admission, (admission) => {
            const { injection } = admission;
            return injection.outcome === 'injected'
              ? { ...admission, injection: placed(injection, revision) }
              : admission;
          }),
  };
}

interface Placed {
  readonly revision: string | null;
  readonly version?: string | null;
}

/** Of an istiod, a pod or a dry run: the revision, at its version. */
function placed<T extends Placed>(fact: T, revision: string): T {
  const { version } = fact;
  return fact.revision === revision && typeof version === 'string'
    ? { ...fact, revision: atVersion(revision, version) }
    : fact;
}

/** The one version that every ready istiod of a revision has; the revision alone while they differ, or none is ready. */
function standingAt(revision: string, istiods: Fact<readonly IstiodFact[]>): Fact<string> {
  return mapFact(istiods, (all) => {
    const places = all
      .filter((one) => one.ready && revisionOf(one.revision) === revision)
      .map((one) => one.revision);
    const [first = revision, ...others] = new Set(places);
    return others.length === 0 ? first : revision;
  });
}

/** Its webhook is the same at every version: what it injects is what its istiods have read. */
function injectorAt(injector: InjectorFact, revision: string, standing: string): InjectorFact {
  return injector.revision === revision ? { ...injector, revision: standing } : injector;
}
