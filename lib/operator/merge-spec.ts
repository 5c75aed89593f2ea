import {
  EMPTY,
  holds,
  isTracedObject,
  lay,
  leavesOf,
  objectAt,
  RANK,
  rankIn,
  tracedAt,
  under,
  type Traced,
  type TracedLeaf,
  type TracedObject,
} from './traced';

/** What a document means once all layers are merged. */
export interface MergedSpec {
  /** The spec, with its values as they are written. */
  readonly spec: TracedObject;
  /** Values for the charts, before any component adds its own. */
  readonly values: TracedObject;
}

type Path = readonly string[];

/** Fields of the spec that are values under another name: paths below the spec, and below its values. */
export const TRANSLATED: readonly (readonly [from: Path, to: Path])[] = [
  [['hub'], ['global', 'hub']],
  [['tag'], ['global', 'tag']],
  [['revision'], ['revision']],
  [['compatibilityVersion'], ['compatibilityVersion']],
  [['meshConfig'], ['meshConfig']],
];

/** Values by which the charts know which other components there are. */
const ENABLEMENT: readonly (readonly [component: Path, to: Path])[] = [
  [
    ['components', 'pilot', 'enabled'],
    ['pilot', 'enabled'],
  ],
  [
    ['components', 'cni', 'enabled'],
    ['pilot', 'cni', 'enabled'],
  ],
];

/**
 * Merges the layers of a spec and translates its fields to the values that the charts read.
 *
 * A layer of a higher rank has the say under every name. Within one rank it is as in istioctl: `values` win over the spec's
 * `hub`, `tag`, `revision` and `compatibilityVersion`, `meshConfig` wins over `values.meshConfig`, and `unvalidatedValues`
 * over all.
 *
 * @param layers - from the lowest to the highest
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/render/manifest.go
 */
export function mergeSpec(layers: readonly TracedObject[]): MergedSpec {
  const spec = layers.reduce(lay, EMPTY);
  const shipped = objectAt(shippedOf(layers).reduce(lay, EMPTY), ['values']);
  let values = objectAt(spec, ['values']);
  for (const [from, to] of TRANSLATED) {
    const said = tracedAt(spec, from);
    const told = said === undefined ? undefined : without(said, to, values, shipped);
    if (told !== undefined) values = lay(values, under(to, told));
  }
  for (const [component, to] of ENABLEMENT) {
    const own = tracedAt(values, to);
    if (own === undefined || !isHeld(shipped, to))
      values = lay(values, under(to, tracedAt(spec, component) ?? OFF));
  }
  for (const [path, leaf] of leavesOf(objectAt(spec, ['unvalidatedValues'])))
    if (rankIn(tracedAt(values, path)) <= holds(leaf).rank) values = lay(values, under(path, leaf));
  return { spec, values };
}

/** What is told to the charts under another name: all but what the values themselves have the say over. */
function without(
  said: Traced,
  to: Path,
  values: TracedObject,
  shipped: TracedObject,
): Traced | undefined {
  if (!isTracedObject(said)) {
    // A null of the mesh configuration takes a setting of the chart away; one of the others says nothing.
    const saysNothing = holds(said).value === null && to.length === 1 + Number(to[0] === 'global');
    return saysNothing || keeps(values, shipped, to, said) ? undefined : asText(said, to);
  }
  const fields = [...said.fields].flatMap(([key, child]) => {
    const told = without(child, [...to, key], values, shipped);
    return told === undefined ? [] : [[key, told] as const];
  });
  return { fields: new Map(fields) };
}

/** A tag that was written as a number is told as text. */
function asText(leaf: TracedLeaf, to: Path): TracedLeaf {
  const { settings } = leaf;
  const last = holds(leaf);
  if (to.at(-1) !== 'tag' || typeof last.value !== 'number') return leaf;
  return { settings: [...settings.slice(0, -1), { ...last, value: String(last.value) }] };
}

/** What a component is that no layer speaks of. */
const OFF: Traced = {
  settings: [{ layer: 'istioctl', rank: RANK.shipped, path: [], value: false }],
};

/** The layers below the first that somebody wrote. */
function shippedOf(layers: readonly TracedObject[]): readonly TracedObject[] {
  const first = layers.findIndex((layer) =>
    leavesOf(layer).some(([, leaf]) => holds(leaf).rank !== RANK.shipped),
  );
  return first < 0 ? layers : layers.slice(0, first);
}

/**
 * Whether a value stays although the spec says the same under another name: because a higher rank set it, or, within a rank,
 * where istioctl lays the values over what it translated. That reaches only what a profile has an object for; of the others
 * istioctl translates into the very object that it lays over afterwards.
 */
function keeps(values: TracedObject, shipped: TracedObject, path: Path, leaf: TracedLeaf): boolean {
  const { rank } = holds(leaf);
  const own = rankIn(tracedAt(values, path));
  return own > rank || (own === rank && rank !== RANK.shipped && isHeld(shipped, path));
}

/** Whether the profiles have the object that holds a value. */
function isHeld(shipped: TracedObject, path: Path): boolean {
  return isTracedObject(tracedAt(shipped, path.slice(0, -1)));
}
