import { REVISION_LABEL } from '../names';
import type { FrozenWave } from '../record';
import { namespaceNames, namespacesOf, tagOf } from '../wave-members';
import type { ClusterFacts } from './cluster-facts';

/** What keeps waves from having their revision tags: what the names mean in the cluster, and who else is labelled with them. */
export function tagProblems(
  from: string,
  waves: readonly FrozenWave[],
  facts: ClusterFacts,
): string[] {
  return waves.flatMap((wave) => {
    const tag = tagOf(wave);
    if (tag === null) return [];
    const subject = `revision tag "${tag}" of wave "${wave.name}"`;
    return [
      ...nameProblems(subject, tag, from, facts),
      ...strangers(tag, wave, waves, facts).map(
        (stranger) =>
          `${stranger} is labelled ${REVISION_LABEL}=${tag} and would move with ${subject}; add it to the wave, or label it otherwise`,
      ),
    ];
  });
}

function nameProblems(
  subject: string,
  tag: string,
  from: string,
  { injectors, istiods }: ClusterFacts,
): string[] {
  const own = injectors.filter((injector) => injector.tag === null);
  if ([...own, ...istiods].some(({ revision }) => revision === tag)) {
    return [`${subject} is the name of a revision that runs; choose another with "tag"`];
  }
  return injectors
    .filter((injector) => injector.tag === tag && injector.revision !== from)
    .map(
      ({ revision }) =>
        `${subject} points at ${revision}, not at ${from}; move it to ${from} first, or choose another with "tag"`,
    );
}

/** They would move with the tag, without a restart and without being judged. */
function strangers(
  tag: string,
  wave: FrozenWave,
  waves: readonly FrozenWave[],
  { namespaces, workloads }: ClusterFacts,
): string[] {
  // Those of other waves get the tag of their own before any tag moves.
  const planned = new Set(namespacesOf(waves).map(({ uid }) => uid));
  const members = namespaceNames(wave);
  return [
    ...namespaces
      .filter(({ uid, labels }) => labels[REVISION_LABEL] === tag && !planned.has(uid))
      .map(({ name }) => `namespace ${name}`),
    ...workloads
      .filter(({ templateRev, namespace }) => templateRev === tag && !members.includes(namespace))
      .map(({ kind, namespace, name }) => `the pod template of ${kind} ${namespace}/${name}`),
  ];
}
