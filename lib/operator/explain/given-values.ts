import { COMPONENTS, type Component, type ComponentName } from '../component';
import { componentValues } from '../component-values';
import { isObject, type Json, type JsonObject } from '../json';
import type { OperatorInputs } from '../operator-inputs';
import { outranked } from '../outranked';
import type { ComponentRelease, ResolvedOperator } from '../resolve-operator';
import { jsonAt } from '../json-at';
import { sourceOf } from '../source-of';
import {
  EMPTY,
  holds,
  isTracedObject,
  nearestAt,
  lay,
  leavesOf,
  objectAt,
  plain,
  RANK,
  trace,
  tracedAt,
  under,
  type Setting,
  type TracedLeaf,
  type TracedObject,
} from '../traced';
import { isAtOrBelow, TOLD } from '../aliases';

type Path = readonly string[];

/** What is asked of one installation. */
export interface Explained {
  readonly inputs: OperatorInputs;
  readonly resolved: ResolvedOperator;
  /** Istio minor of the charts, such as `1.31`. */
  readonly minor: string;
}

const COMPONENT = Object.fromEntries(COMPONENTS.map((each) => [each.name, each])) as Readonly<
  Record<ComponentName, Component>
>;

/**
 * The values that Helm gets for a chart, with who set each of them: those of the document, and what the settings of the
 * component add.
 */
export function givenValues(release: ComponentRelease, explained: Explained): TracedObject {
  const component = COMPONENT[release.component];
  const { values } = explained.resolved;
  const told = toldValues(component, release, explained);
  // The labels of a gateway replace those of the values.
  const below = component.isGateway ? without(values, [...component.valuesRoot, 'labels']) : values;
  const own = lay(below, under(component.valuesRoot, told));
  return release.chart === 'ztunnel' ? flattened(own, component) : own;
}

/** What the settings of a component say where its chart reads values. */
function toldValues(
  component: Component,
  release: ComponentRelease,
  explained: Explained,
): TracedObject {
  const settings = settingsOf(component, release, explained.resolved);
  const given = componentValues(component, settings, {}, explained.minor);
  // That chart gets them without a prefix.
  const root = component.chart === 'ztunnel' ? [] : component.valuesRoot;
  const told = jsonAt(given, root);
  return withOrigins(isObject(told) ? told : {}, (path, value) =>
    originOf(path, value, release, explained),
  );
}

/** The settings of a component that have a say. */
function settingsOf(
  component: Component,
  { path, k8s }: ComponentRelease,
  { spec, values }: ResolvedOperator,
): JsonObject {
  const said = jsonAt(plain(spec), path);
  const beaten = outranked(component, objectAt(spec, path), values).map(({ setting }) =>
    setting.join('.'),
  );
  const settings = Object.entries(isObject(said) ? said : {}).filter(
    ([name]) => !beaten.includes(name),
  );
  return { ...Object.fromEntries(settings), k8s };
}

/** Everybody who set what a component is told, the value as its chart gets it. */
function originOf(
  told: Path,
  value: Json,
  { path }: ComponentRelease,
  { resolved: { spec }, inputs }: Explained,
): TracedLeaf {
  const [setting, target] = TOLD.find(([, below]) => isAtOrBelow(told, below)) ?? [];
  if (setting === undefined || target === undefined) return NOBODY(value);
  const written = [...path, ...setting, ...told.slice(target.length)];
  const leaf = nearestAt(spec, written);
  if (leaf === undefined || isTracedObject(leaf)) return NOBODY(value);
  const last = holds(leaf);
  const source = sourceOf(spec, inputs, written);
  const own: Setting = {
    ...last,
    path: ['spec', ...written],
    value,
    ...(source === undefined || last.source === undefined ? {} : { source }),
  };
  // Of a list only its last writer has a say, whatever the elements of the others were.
  return {
    settings: leaf === tracedAt(spec, written) ? [...leaf.settings.slice(0, -1), own] : [own],
  };
}

/** What a chart is told though nobody said it. */
const NOBODY = (value: Json): TracedLeaf => ({
  settings: [{ layer: 'istioctl', rank: RANK.shipped, path: [], value }],
});

function withOrigins(
  values: JsonObject,
  originOfLeaf: (path: Path, value: Json) => TracedLeaf,
): TracedObject {
  return leavesOf(trace(values, { layer: '', rank: RANK.shipped, path: [] })).reduce(
    (all, [path, leaf]) => lay(all, under(path, originOfLeaf(path, holds(leaf).value))),
    EMPTY,
  );
}

/** The chart of ztunnel reads its values without a prefix, beside `global` and every value that is no object. */
function flattened(values: TracedObject, { valuesRoot }: Component): TracedObject {
  const others = [...values.fields].filter(
    ([key, child]) => key === 'global' || !isTracedObject(child),
  );
  const own = objectAt(values, valuesRoot);
  const kept = others.filter(([key]) => !isTracedObject(own.fields.get(key)));
  return lay({ fields: new Map(kept) }, own);
}

function without(values: TracedObject, [key = '', ...rest]: Path): TracedObject {
  const child = values.fields.get(key);
  const fields = new Map(values.fields);
  if (rest.length === 0) fields.delete(key);
  else if (isTracedObject(child)) fields.set(key, without(child, rest));
  return { fields };
}
