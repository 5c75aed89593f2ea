import type { Definitions } from '../../lib/generated/definition';
import type { Json, JsonObject } from '../../lib/operator/json';
import { documentAt, laid, replaceIn, valueIn } from './documents';
import { entriesOf, holds, isBelow, without } from './entries';
import type { LeafGroup } from './leaf-groups';
import { samplesOf, type Sample, type SampledLeaf, type SampleHints } from './samples';

/** What became of a document. */
export type Rendered =
  | { readonly type: 'rendered'; readonly tree: JsonObject }
  | { readonly type: 'refused'; readonly message: string };

/** Where a value is known to belong: a path in the tree of what was rendered. */
export type Place = readonly string[];

/** What sets leaves and renders. */
export interface LeafStage extends SampleHints {
  readonly definitions: Definitions;
  /** What may show the leaf, the likeliest first; each is rendered alone. */
  readonly partsFor: (path: readonly string[]) => readonly string[];
  /** What the leaf needs besides, to show there. */
  readonly baseFor: (path: readonly string[], part: string) => JsonObject;
  /** Where a leaf has to arrive; `null` where there is no such place, `undefined` where anything that it changes counts. */
  readonly placeFor: (path: readonly string[], part: string) => Place | null | undefined;
  readonly render: (part: string, document: JsonObject) => Rendered;
}

/** What became of a leaf. */
export interface Arrival {
  readonly leaf: string;
  readonly hasArrived: boolean;
  /** Why it could not be rendered, where that was so. */
  readonly refusal?: string;
}

/** Sets every leaf of a group, renders, and sees which arrive. */
export function arrivalsOf(group: LeafGroup, stage: LeafStage): readonly Arrival[] {
  const samples = samplesOf(stage.definitions, group.definition, group.path, stage);
  const arrived = new Set<string>();
  const refusals = new Map<string, string>();
  for (const sample of samples) {
    for (const part of stage.partsFor(group.path)) {
      const open = sample.leaves.filter(({ leaf }) => !arrived.has(leaf));
      if (open.length === 0) break;
      const trial = new Trial(group.path, part, stage);
      for (const leaf of trial.of(sample, open)) arrived.add(leaf);
      const [refusal] = trial.refusals;
      if (refusal !== undefined) for (const { leaf } of open) refusals.set(leaf, refusal);
    }
  }
  const leaves = new Set(samples.flatMap((sample) => sample.leaves.map(({ leaf }) => leaf)));
  return [...leaves].map((leaf) => {
    const refusal = refusals.get(leaf);
    return { leaf, hasArrived: arrived.has(leaf), ...(refusal === undefined ? {} : { refusal }) };
  });
}

/** The value without what leaves nothing to be seen of the others. */
function valueWithout({ value, leaves }: Sample, isAlone: LeafStage['isAlone']): Json {
  const alone = leaves.filter(({ leaf }) => isAlone(leaf));
  return alone.reduce((rest, { at }) => replaceIn(rest, at, undefined), value);
}

/** Renders one part with and without what a group says. */
class Trial {
  readonly refusals: string[] = [];
  readonly #path: readonly string[];
  readonly #part: string;
  readonly #stage: LeafStage;

  constructor(path: readonly string[], part: string, stage: LeafStage) {
    this.#path = path;
    this.#part = part;
    this.#stage = stage;
  }

  /** Which of the leaves of a sample arrive. */
  of(sample: Sample, leaves: readonly SampledLeaf[]): readonly string[] {
    const place = this.#stage.placeFor(this.#path, this.#part);
    if (place === null) return [];
    const [only] = sample.leaves;
    return sample.leaves.length === 1 && only?.at.length === 0
      ? this.#ofOne(only, place)
      : this.#ofAll(valueWithout(sample, this.#stage.isAlone), leaves, place);
  }

  /** A leaf alone: with one of its samples the objects are others than without it. */
  #ofOne({ leaf, samples }: SampledLeaf, place: Place | undefined): readonly string[] {
    const base = this.#without();
    const arrived = samples.some((sample) => {
      const rendered = this.#render(sample);
      if (rendered.type === 'refused' || base.type === 'refused') return false;
      return place === undefined
        ? differs(rendered, base)
        : holds(entriesOf(rendered.tree), place, sample, true);
    });
    return arrived ? [leaf] : [];
  }

  /** Many leaves at once: each is found by its path and value, or changes something when it alone is left out. */
  #ofAll(value: Json, leaves: readonly SampledLeaf[], place: Place | undefined): readonly string[] {
    const [base, full] = [this.#without(), this.#render(value)];
    if (full.type === 'refused' || base.type === 'refused' || !differs(full, base)) return [];
    const added = without(entriesOf(full.tree), entriesOf(base.tree));
    return leaves
      .filter((leaf) => {
        const own = valueIn(value, leaf.at);
        const at = [...(place ?? []), ...leaf.at];
        const isSeen = own !== undefined && holds(added, at, own, place !== undefined);
        return isSeen || this.#makesADifference(value, leaf, place, base);
      })
      .map(({ leaf }) => leaf);
  }

  /** Of what is refused without the leaf it is seen that it does something at all: beside `base`, without the whole group. */
  #makesADifference(
    value: Json,
    { at, samples }: SampledLeaf,
    place: Place | undefined,
    base: Rendered,
  ): boolean {
    const without = this.#render(replaceIn(value, at, undefined));
    const absent = without.type === 'refused' ? base : without;
    return samples.some((sample) => {
      const present = this.#render(replaceIn(value, at, sample));
      const isRendered = present.type === 'rendered' && absent.type === 'rendered';
      return isRendered && differs(present, absent, place);
    });
  }

  /** Without the leaf; where what it is in cannot be without it, without that too. */
  #without(): Rendered {
    const without = this.#render(undefined);
    if (without.type === 'rendered') return without;
    return this.#stage.render(this.#part, this.#stage.baseFor(this.#path, this.#part));
  }

  #render(value: Json | undefined): Rendered {
    const base = this.#stage.baseFor(this.#path, this.#part);
    // Without the leaf is with what it is in: an empty object may say something already.
    const [path, own] = value === undefined ? [this.#path.slice(0, -1), {}] : [this.#path, value];
    const rendered = this.#stage.render(this.#part, laid(base, documentAt(path, own)));
    if (rendered.type === 'refused') this.refusals.push(rendered.message);
    return rendered;
  }
}

/** Whether one was rendered to something else than the other. @param place - where. @default anywhere */
export function differs(one: Rendered, other: Rendered, place?: Place): boolean {
  const [own, others] = [one, other].map((rendered) =>
    place === undefined || rendered.type === 'refused'
      ? rendered
      : [...entriesOf(rendered.tree)].filter((entry) => isBelow(entry, place)),
  );
  return JSON.stringify(own) !== JSON.stringify(others);
}
