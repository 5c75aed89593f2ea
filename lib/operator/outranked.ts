import type { Component } from './component';
import { objectAt, settingsOf, tracedAt, type Traced, type TracedObject } from './traced';

type Path = readonly string[];

/** A setting of a component that a value beats: its path below the component, and that of the value below its values. */
export interface Outranked {
  readonly setting: Path;
  readonly value: Path;
}

/** Settings of a component that are values under another name; all others below `k8s` have the name of their value. */
const RENAMED: readonly (readonly [setting: Path, value: Path])[] = [
  [['hub'], ['hub']],
  [['tag'], ['tag']],
  [['k8s', 'hpaSpec', 'minReplicas'], ['autoscaleMin']],
  [['k8s', 'hpaSpec', 'maxReplicas'], ['autoscaleMax']],
];

/**
 * Which settings of a component have no say, since a layer of a higher rank sets the value that means the same: an environment
 * variable's `components.pilot.k8s.replicaCount` does not beat the document's `values.pilot.replicaCount`.
 */
export function outranked(
  { valuesRoot }: Component,
  component: TracedObject,
  values: TracedObject,
): readonly Outranked[] {
  const own = objectAt(values, valuesRoot);
  const sameNames = [...objectAt(component, ['k8s']).fields.keys()].map(
    (name) => [['k8s', name], [name]] as const,
  );
  return [...sameNames, ...RENAMED].flatMap(([setting, value]) => {
    const [said, beside] = [tracedAt(component, setting), tracedAt(own, value)];
    if (said === undefined || beside === undefined) return [];
    return rankOf(beside) > rankOf(said) ? [{ setting, value }] : [];
  });
}

function rankOf(traced: Traced): number {
  return Math.max(-1, ...settingsOf(traced).map(({ rank }) => rank));
}
