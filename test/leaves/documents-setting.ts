import type { JsonObject } from '../../lib/operator/json';
import { pathText } from '../../lib/operator/operator-path';
import type { LeafStage } from './arrivals';
import { documentAt, laid, replaceIn } from './documents';
import type { LeafGroup } from './leaf-groups';
import { isIn } from './path-pattern';
import { samplesOf } from './samples';

/** Documents that together set every leaf that a path names or holds, with what those need, and nothing else. */
export function documentsSetting(
  path: string,
  groups: readonly LeafGroup[],
  stage: LeafStage,
): readonly JsonObject[] {
  return groups
    .filter((group) => isIn(pathText(group.path), path) || isIn(path, pathText(group.path)))
    .flatMap((group) =>
      samplesOf(stage.definitions, group.definition, group.path, stage).flatMap((sample) => {
        const others = sample.leaves.filter(({ leaf }) => !isIn(leaf, path));
        if (others.length === sample.leaves.length) return [];
        const value = others.reduce((rest, { at }) => replaceIn(rest, at, undefined), sample.value);
        const base = stage.baseFor(group.path, stage.partsFor(group.path)[0] ?? '');
        return [laid(base, documentAt(group.path, value))];
      }),
    );
}
