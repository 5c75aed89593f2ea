import type { Json } from '../../lib/operator/json';
import { differs, type LeafStage } from './arrivals';
import { documentAt, laid } from './documents';
import type { LeafGroup } from './leaf-groups';
import { samplesOf } from './samples';

/**
 * Whether nothing changes where every leaf of these groups is set, whatever to: then none of them does anything alone. Saves
 * most of the time, since that a leaf does nothing is else seen only after every chart was rendered with it.
 */
export function areAsleepTogether(groups: readonly LeafGroup[], stage: LeafStage): boolean {
  const values = groups.map((group) => ({ group, values: valuesOf(group, stage) }));
  const rounds = Math.max(0, ...values.map((one) => one.values.length));
  const parts = new Set(groups.flatMap(({ path }) => stage.partsFor(path)));
  return [...parts].every((part) => {
    const own = values.filter(
      ({ group: { path } }) =>
        stage.partsFor(path).includes(part) && stage.placeFor(path, part) !== null,
    );
    const base = laid(
      ...own.flatMap(({ group: { path } }) => [
        stage.baseFor(path, part),
        documentAt(path.slice(0, -1), {}),
      ]),
    );
    const documents = Array.from({ length: rounds }, (_, round) =>
      laid(
        base,
        ...own.map(({ group, values: all }) =>
          documentAt(group.path, all[round % all.length] ?? null),
        ),
      ),
    );
    const without = stage.render(part, base);
    return (
      without.type === 'rendered' &&
      documents.every((document) => !differs(stage.render(part, document), without))
    );
  });
}

function valuesOf(group: LeafGroup, stage: LeafStage): readonly Json[] {
  const samples = samplesOf(stage.definitions, group.definition, group.path, stage);
  const [only] = samples.flatMap(({ leaves }) => leaves);
  const isOne = samples.length === 1 && only?.at.length === 0;
  return isOne ? only.samples : samples.map(({ value }) => value);
}
