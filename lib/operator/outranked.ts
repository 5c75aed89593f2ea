import { COMPONENTS, type Component } from './component';
import {
  isTracedObject,
  leavesOf,
  objectAt,
  rankIn,
  tracedAt,
  type Traced,
  type TracedObject,
} from './traced';
import { TWINS } from './twins';

type Path = readonly string[];

/** A setting of a component that a value beats: its path below the component, and that of the value below its values. */
export interface Outranked {
  readonly setting: Path;
  readonly value: Path;
}

/**
 * Which settings of a component have no say, since a layer of a higher rank sets the value that means the same: an environment
 * variable's `components.pilot.k8s.replicaCount` does not beat the document's `values.pilot.replicaCount`. Leaf by leaf; what is
 * a list on one side and a map on the other is joined by the charts, and gateways of a list have the rank of the list.
 */
export function outranked(
  { valuesRoot }: Component,
  component: TracedObject,
  values: TracedObject,
): readonly Outranked[] {
  const own = objectAt(values, valuesRoot);
  return TWINS.flatMap(([setting, value]) =>
    beatenBelow(tracedAt(component, setting), tracedAt(own, value)).map((below) => ({
      setting: [...setting, ...below],
      value: [...value, ...below],
    })),
  );
}

/** The same for all components, with paths below the spec. */
export function outrankedSettings(spec: TracedObject, values: TracedObject): readonly Outranked[] {
  return COMPONENTS.flatMap((component) => {
    const path = ['components', component.name];
    return outranked(component, objectAt(spec, path), values).map(({ setting, value }) => ({
      setting: [...path, ...setting],
      value: ['values', ...component.valuesRoot, ...value],
    }));
  });
}

/** Paths of what is beaten below two things that mean the same. */
function beatenBelow(said: Traced | undefined, beside: Traced | undefined): readonly Path[] {
  if (said === undefined || beside === undefined) return [];
  if (isTracedObject(said) !== isTracedObject(beside)) return [];
  if (!isTracedObject(said)) return rankIn(beside) > rankIn(said) ? [[]] : [];
  return leavesOf(said).flatMap(([path, leaf]) => {
    const other = tracedAt(beside, path);
    return other !== undefined && rankIn(other) > rankIn(leaf) ? [path] : [];
  });
}
