import type { Component } from './component';
import {
  holds,
  isTracedObject,
  objectAt,
  settingsOf,
  tracedAt,
  type Traced,
  type TracedObject,
} from './traced';

/** Settings of a component that its chart reads from values of the same name. */
const BESIDE_K8S = ['hub', 'tag'];

/**
 * Which settings of a component have no say, since a layer of a higher rank sets the value of the same name: an environment
 * variable's `components.pilot.k8s.replicaCount` does not beat the document's `values.pilot.replicaCount`.
 * @returns their names, those below `k8s` among them
 */
export function outranked(
  { valuesRoot }: Component,
  component: TracedObject,
  values: TracedObject,
): ReadonlySet<string> {
  const own = objectAt(values, valuesRoot);
  const settings = [
    ...objectAt(component, ['k8s']).fields,
    ...BESIDE_K8S.flatMap((name) => {
      const found = tracedAt(component, [name]);
      return found === undefined ? [] : [[name, found] as const];
    }),
  ];
  const beaten = settings.filter(([name, setting]) => {
    const value = own.fields.get(name);
    return value !== undefined && rankOf(value) > rankOf(setting);
  });
  return new Set(beaten.map(([name]) => name));
}

function rankOf(traced: Traced): number {
  const settings = isTracedObject(traced) ? settingsOf(traced) : [holds(traced)];
  return Math.max(-1, ...settings.map(({ rank }) => rank));
}
