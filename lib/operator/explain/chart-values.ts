import type { OperatorChart } from '../component';
import type { Locate } from '../locate';
import {
  isTracedObject,
  lay,
  objectAt,
  RANK,
  trace,
  valueAt,
  type Traced,
  type TracedObject,
} from '../traced';
import type { ChartDefaults, ChartFile } from './chart-defaults';

/** Under this key a chart keeps its defaults, so that profiles can be laid between them and what is set. */
const DEFAULTS = '_internal_defaults_do_not_set';

export const CHART_DEFAULTS = 'chart defaults';

/** Values that a chart lifts to its root, where it reads them. */
export const LIFTED: Readonly<Partial<Record<OperatorChart, string>>> = {
  istiod: 'pilot',
  cni: 'cni',
};

/** The chart that reads its values, and what is said for all, at its root. */
const FLAT: OperatorChart = 'ztunnel';

/**
 * The values as the templates of a chart see them, with who set each: its defaults < its profile < the defaults of an older
 * version < its platform < what it is given.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/zzz_profile.yaml
 */
export function chartValues(
  chart: OperatorChart,
  { values, profile }: ChartDefaults,
  given: TracedObject,
): TracedObject {
  const named = (layer: string, name: string, prefix = ''): TracedObject[] => {
    const file = name === '' ? null : profile(prefix + name);
    return file === null ? [] : [traceFile(file, `${layer} ${name}`)];
  };
  const chosen = [
    ...named('chart profile', textAt(given, [['profile'], ['global', 'profile']])),
    ...named(
      'chart compatibility',
      textAt(given, [['compatibilityVersion']]),
      'compatibility-version-',
    ),
    ...named('chart platform', textAt(given, [['platform'], ['global', 'platform']]), 'platform-'),
  ];
  const defaults = objectAt(filled(traceFile(values, CHART_DEFAULTS), values.locate), [DEFAULTS]);
  const flat = chart === FLAT ? [...chosen, given].map((layer) => objectAt(layer, ['global'])) : [];
  const merged = [defaults, ...[...chosen, ...flat, given].map(withoutEmpty)].reduce(lay);
  const lifted = LIFTED[chart];
  return lifted === undefined ? merged : lay(merged, objectAt(merged, [lifted]));
}

function traceFile({ content, locate }: ChartFile, layer: string): TracedObject {
  return trace(content, { layer, rank: RANK.shipped, path: [], locate });
}

/** The first that says something. */
function textAt(values: TracedObject, paths: readonly (readonly string[])[]): string {
  const found = paths.map((path) => valueAt(values, path));
  return found.find((value): value is string => typeof value === 'string' && value !== '') ?? '';
}

/** An empty object among the defaults is a leaf: it is what holds as long as nobody puts anything into it. */
function filled(traced: TracedObject, locate: Locate, path: readonly string[] = []): TracedObject {
  const fields = [...traced.fields].map(([key, child]): [string, Traced] => {
    const at = [...path, key];
    if (!isTracedObject(child)) return [key, child];
    if (child.fields.size > 0) return [key, filled(child, locate, at)];
    const source = locate(at);
    const setting = { layer: CHART_DEFAULTS, rank: RANK.shipped, path: at, value: {} };
    return [key, { settings: [{ ...setting, ...(source === undefined ? {} : { source }) }] }];
  });
  return { fields: new Map(fields) };
}

/** Elsewhere it says nothing, and only what it would be laid over. */
function withoutEmpty(traced: TracedObject): TracedObject {
  const fields = [...traced.fields].flatMap(([key, child]): [string, Traced][] => {
    if (!isTracedObject(child)) return [[key, child]];
    const rest = withoutEmpty(child);
    return rest.fields.size === 0 ? [] : [[key, rest]];
  });
  return { fields: new Map(fields) };
}
