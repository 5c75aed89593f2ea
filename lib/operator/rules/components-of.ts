import { COMPONENTS, type Component } from '../component';
import { isObject, type JsonObject } from '../json';
import { nearestAt, RANK, rankIn, valueAt, type TracedObject } from '../traced';
import { elementsOf } from '../json-at';

/** What the merged spec says of one component; of gateways, each by itself. */
export interface ComponentSettings {
  readonly component: Component;
  readonly settings: JsonObject;
  /** Below the spec. */
  readonly path: readonly string[];
}

/** Every component that the merged spec speaks of, those that are switched off too. */
export function componentsOf(spec: TracedObject): ComponentSettings[] {
  return COMPONENTS.flatMap((component) => {
    const path = ['components', component.name];
    const said = valueAt(spec, path);
    if (component.isGateway) {
      return elementsOf(said).map(([place, settings]) => ({
        component,
        settings,
        path: [...path, place],
      }));
    }
    return isObject(said) ? [{ component, settings: said, path }] : [];
  });
}

/** The rank of whoever set anything at a path, or set the list that it is in. */
export function rankOf(spec: TracedObject, path: readonly string[]): number {
  return Math.max(RANK.shipped, rankIn(nearestAt(spec, path)));
}
