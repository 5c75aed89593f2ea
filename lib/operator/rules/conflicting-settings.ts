import { ALIASES } from '../aliases';
import type { Issue } from '../issue';
import { pathText } from '../operator-path';
import { sourceOf } from '../source-of';
import { holds, isTracedObject, tracedAt, type Setting } from '../traced';
import { issueAt } from './issue-at';
import type { Rule, RuleContext } from './rule';
import { saidAt, saidBelow, specPath } from './said';
import { sameValue } from './same-value';
import { shown } from '../shown';

type Path = readonly string[];

/** Paths below the spec that say the same. */
const TWINS: readonly (readonly [Path, Path])[] = [
  ...ALIASES,
  [
    ['values', 'istiodRemote'],
    ['values', 'pilot', 'istiodRemote'],
  ],
];

/**
 * The same thing said under two names, with different values. Between layers of different rank that is precedence; within one
 * it is a mistake, since which of the two holds differs from field to field.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/render/manifest.go
 */
export const conflictingSettings: Rule = (context) =>
  TWINS.flatMap(([one, other]) =>
    saidBelow(context.resolved.spec, one).flatMap(([below, setting]) => {
      const twin = saidAt(context.resolved.spec, [...other, ...below]);
      if (twin?.rank !== setting.rank || sameValue(setting.value, twin.value)) return [];
      return [conflict(context, setting, twin, [...other, ...below].slice(1))];
    }),
  );

/** @param inValues - where the merged values have what holds */
function conflict(context: RuleContext, one: Setting, other: Setting, inValues: Path): Issue {
  const held = tracedAt(context.resolved.values, inValues);
  const holder = held === undefined || isTracedObject(held) ? undefined : holds(held);
  const [loser, winner] =
    holder !== undefined && pathText(holder.path) === pathText(one.path)
      ? [other, one]
      : [one, other];
  const source = sourceOf(context.resolved.spec, context.inputs, specPath(winner));
  const where = `${pathText(winner.path)}${source === undefined ? '' : ` (${source})`}`;
  return issueAt(
    context,
    'conflicting-settings',
    specPath(loser),
    `found ${shown(loser.value)}, but ${where} says ${shown(winner.value)}, which is what holds; remove one of the two`,
  );
}
