import { digest } from '../digest';
import { injectedBy } from '../injected-by';
import { injectionLabels } from '../injection-labels';
import { nameSome } from '../name-some';
import type { NamespaceFact } from '../observation';
import { workloadOf } from '../look-up';
import type { RolloutSpec, WaveSpec, WorkloadRef } from '../rollout-spec';
import { matchesSelector } from '../selector/matches-selector';
import { selectorText } from '../selector/selector-text';
import { declaredNamespaces, declaredWorkloads } from '../wave-members';
import type { ClusterFacts } from './cluster-facts';
import type { Standing } from './standing';

type SelectorWave = Extract<WaveSpec, { readonly selector: object }>;

/** The namespaces of each wave as the cluster has them. */
export interface ChosenNamespaces {
  /** By the name of the wave. */
  readonly members: ReadonlyMap<string, readonly NamespaceFact[]>;
  readonly problems: readonly string[];
  /** What is no mistake, but may not be what was meant. */
  readonly notes: readonly string[];
}

/**
 * Looks up the namespaces that waves name, and selects those that they do not, in the order of the waves: each namespace is in one
 * wave, the one that names it or else the first that selects it; single workloads move ahead of that. What a superseded rollout has brought to `to` is in none.
 */
export function chooseNamespaces(
  spec: RolloutSpec,
  facts: ClusterFacts,
  standing: Standing,
): ChosenNamespaces {
  const members = new Map<string, readonly NamespaceFact[]>();
  const problems: string[] = [];
  const notes: string[] = [];
  const waveOf = new Map<string, string>();
  const existing = new Map(facts.namespaces.map((namespace) => [namespace.name, namespace]));
  const isMoved = ({ uid }: NamespaceFact) => standing.namespaces.get(uid)?.revision === spec.to;
  // Of a mesh over several clusters a wave names what is in any of them.
  const mayLack = spec.clusters !== undefined;
  for (const wave of spec.waves)
    for (const name of declaredNamespaces([wave])) waveOf.set(name, wave.name);
  for (const wave of spec.waves) {
    if ('workloads' in wave) {
      members.set(wave.name, [
        ...new Set(wave.workloads.flatMap(({ namespace }) => existing.get(namespace) ?? [])),
      ]);
      problems.push(...wave.workloads.flatMap((one) => absentProblem(wave, one, facts)));
    } else if ('namespaces' in wave) {
      members.set(
        wave.name,
        wave.namespaces
          .flatMap((name) => existing.get(name) ?? [])
          .filter((namespace) => !isMoved(namespace)),
      );
      const missing = wave.namespaces.filter((name) => !existing.has(name));
      if (!mayLack) problems.push(...missing.map((name) => missingProblem(wave, name)));
    } else if ('selector' in wave) {
      const all = selectedBy(wave, spec.from, facts, standing);
      const selected = all.filter((namespace) => !isMoved(namespace));
      const free = selected.filter(({ name }) => !waveOf.has(name));
      const chosen = shareOf(free, wave.share ?? 100);
      notes.push(...notesOn(wave, selected, waveOf));
      if (chosen.length === 0 && !mayLack && !all.some(isMoved))
        problems.push(emptyProblem(wave, spec.from, selected.length));
      for (const { name } of chosen) waveOf.set(name, wave.name);
      members.set(wave.name, chosen);
    }
  }
  return { members, problems: [...problems, ...unfollowed(spec, waveOf)], notes };
}

function absentProblem(
  { name: wave }: WaveSpec,
  workload: WorkloadRef,
  { workloads }: ClusterFacts,
): string[] {
  const { kind, namespace, name } = workload;
  const found = workloadOf(workload, workloads);
  const subject = `${kind} ${namespace}/${name} of wave "${wave}"`;
  if (found === undefined) return [`${subject} does not exist; create it or leave it out`];
  return found.desired > 0 ? [] : [`${subject} has no pods that could move; leave it out`];
}

/** Where the label of a namespace leads after its first workload, its others have to follow. */
function unfollowed({ waves }: RolloutSpec, waveOf: ReadonlyMap<string, string>): string[] {
  const placeOf = (namespace: string) =>
    waves.findIndex(({ name }) => name === waveOf.get(namespace));
  return waves.flatMap((wave, index) =>
    [...new Set(declaredWorkloads([wave]).map(({ namespace }) => namespace))]
      .filter((namespace) => placeOf(namespace) <= index)
      .map(
        (namespace) =>
          `wave "${wave.name}" moves workloads of namespace ${namespace}, whose others are in no later wave; put the namespace into one`,
      ),
  );
}

function missingProblem(wave: WaveSpec, name: string): string {
  return `namespace ${name} of wave "${wave.name}" does not exist; create it or leave it out`;
}

/** A selector is about what can be moved: it would otherwise have to exclude `kube-system` and everything else without a mesh. */
function selectedBy(
  { selector }: SelectorWave,
  from: string,
  { namespaces, injectors }: ClusterFacts,
  standing: Standing,
): readonly NamespaceFact[] {
  return namespaces
    .filter(({ labels }) => matchesSelector(selector, labels))
    .filter(
      ({ uid, labels }) =>
        standing.namespaces.has(uid) ||
        injectedBy(injectionLabels(labels), injectors).revision === from,
    );
}

/** The part of namespaces that a share takes, in an order that nobody chose and every attempt finds again. */
function shareOf(namespaces: readonly NamespaceFact[], share: number): readonly NamespaceFact[] {
  const count = Math.ceil((namespaces.length * share) / 100);
  const places = namespaces.map((namespace) => ({ namespace, place: digest(namespace.name) }));
  return places
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .slice(0, count)
    .map(({ namespace }) => namespace)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function notesOn(
  wave: SelectorWave,
  selected: readonly NamespaceFact[],
  waveOf: ReadonlyMap<string, string>,
): string[] {
  const others = new Map<string, string[]>();
  for (const { name } of selected) {
    const other = waveOf.get(name);
    if (other !== undefined) others.set(other, [...(others.get(other) ?? []), name]);
  }
  return [...others].map(
    ([other, names]) =>
      `wave ${wave.name} selects ${nameSome(names)} too, which ${names.length === 1 ? 'moves' : 'move'} in wave ${other}`,
  );
}

function emptyProblem({ name, selector }: SelectorWave, from: string, selected: number): string {
  const own = `wave "${name}": no namespace is left for it`;
  return selected === 0
    ? `${own}, since none that ${from} injects has ${selectorText(selector)}; correct its selector or leave it out`
    : `${own}, since other waves take all ${selected} that it selects; leave it out, or give an earlier wave a share`;
}
