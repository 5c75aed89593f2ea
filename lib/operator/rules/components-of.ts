import { COMPONENTS, type Component } from '../component';
import { isObject, type JsonObject } from '../json';
import { RANK, settingsOf, tracedAt, valueAt, type Rank, type TracedObject } from '../traced';
import { elementsOf } from './json-at';

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
export function rankOf(spec: TracedObject, path: readonly string[]): Rank {
  const parts = path.map((_, index) => path.slice(0, path.length - index));
  const found = parts.map((part) => tracedAt(spec, part)).find((traced) => traced !== undefined);
  const ranks = found === undefined ? [] : settingsOf(found).map(({ rank }) => rank);
  return ranks.reduce<Rank>((highest, rank) => (rank > highest ? rank : highest), RANK.shipped);
}
