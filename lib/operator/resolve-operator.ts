import { COMPONENTS, type Component, type ComponentName, type OperatorChart } from './component';
import { componentValues } from './component-values';
import { InvalidInputError } from './issue';
import { isObject, type Json, type JsonObject } from './json';
import { jsonAt } from './json-at';
import { mergeSpec } from './merge-spec';
import { outranked, outrankedSettings } from './outranked';
import {
  holds,
  lay,
  leavesOf,
  objectAt,
  plain,
  RANK,
  trace,
  valueAt,
  type Setting,
  type TracedObject,
} from './traced';
import type { UserLayers } from './user-layers';

/** One chart to be rendered, and what is done to its objects. */
export interface ComponentRelease {
  readonly component: ComponentName;
  readonly chart: OperatorChart;
  /** Name of its workload, of its Service, scaler and budget; empty where the component has none of them. */
  readonly resourceName: string;
  readonly namespace: string;
  /** Values for the chart. */
  readonly values: JsonObject;
  /** Its Kubernetes settings as the document has them; empty where there are none. */
  readonly k8s: JsonObject;
  /** Path of the component in the spec, for messages. */
  readonly path: readonly string[];
}

/** Everything that rendering needs, with all layers merged. */
export interface ResolvedOperator {
  /** Empty for an installation without a revision name. */
  readonly revision: string;
  readonly istioNamespace: string;
  /** What is installed, in the order in which istioctl renders it. */
  readonly releases: readonly ComponentRelease[];
  /** The merged spec and who set what of it. */
  readonly spec: TracedObject;
  /** The merged values, before any component adds its own. */
  readonly values: TracedObject;
}

/** What charts say of themselves. */
export interface ChartFacts {
  /** Istio minor of the charts, such as `1.31`. */
  readonly minor: string;
  /** Istio version to be installed, such as `1.31.2`; empty where nobody said. */
  readonly version: string;
  /** Reads an IstioOperator profile by name; `null` when the charts have none of it. */
  readonly profile: (name: string) => JsonObject | null;
}

/** Where Istio's releases have their images. */
const RELEASE_HUB = 'registry.istio.io/release';

/** What Istio's source tree has in their place until a release is built from it. */
const SOURCE_HUB = 'registry.istio.io/testing';
const SOURCE_TAG = 'latest';

/** The failure policy that istiod sets itself, so that neither ever changes the other's. */
const AGREED_VALUES: JsonObject = { base: { validationFailurePolicy: 'Fail' } };

/**
 * Merges all layers of an installation: profile `default` < the chosen profile < the release's hub and tag < environment
 * variables < documents in order < settings in order. (The charts' own defaults lie below; Helm knows them.)
 *
 * @throws InvalidInputError for a profile that is not there.
 */
export function resolveOperator(layers: UserLayers, charts: ChartFacts): ResolvedOperator {
  const shipped = shippedLayer(layers, charts);
  const agreed = trace(
    { values: AGREED_VALUES },
    { layer: 'istio-revisions', rank: RANK.shipped, path: ['spec'] },
  );
  const { spec, values } = mergeSpec([agreed, shipped, layers.environment, layers.document]);
  const context: ReleaseContext = {
    values: plain(values),
    minor: charts.minor,
    istioNamespace: textAt(values, ['global', 'istioNamespace']) ?? 'istio-system',
    revision: textAt(values, ['revision']) ?? '',
  };
  return {
    revision: context.revision,
    istioNamespace: context.istioNamespace,
    releases: COMPONENTS.flatMap((component) =>
      releasesOf(component, saidOf(component, spec, values), context),
    ),
    spec,
    values,
  };
}

/** What the layers say of a component: without what a higher rank says in the values. */
function saidOf(component: Component, spec: TracedObject, values: TracedObject): Json | undefined {
  const path = ['components', component.name];
  const said = valueAt(spec, path);
  if (!isObject(said)) return said;
  return outranked(component, objectAt(spec, path), values)
    .map(({ setting }) => setting)
    .reduce<JsonObject>(without, said);
}

function without(fields: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  const child = fields[key];
  if (rest.length > 0) return isObject(child) ? { ...fields, [key]: without(child, rest) } : fields;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
}

/** The leaves that an environment variable decides, since each of them changes what is rendered. */
export function environmentSettings({ spec, values }: ResolvedOperator): readonly Setting[] {
  const beaten = outrankedSettings(spec, values).map(({ setting }) => setting.join('.'));
  const all = [
    ...leavesOf(spec).filter(([path]) => !beaten.includes(path.join('.'))),
    ...leavesOf(values),
  ].map(([, leaf]) => holds(leaf));
  return [...new Set(all.filter(({ rank }) => rank === RANK.environment))];
}

function shippedLayer({ environment, document }: UserLayers, charts: ChartFacts): TracedObject {
  const chosen = textAt(document, ['profile']) ?? textAt(environment, ['profile']) ?? 'default';
  const profiles = [...new Set(['default', chosen])]
    .map((name) =>
      trace(profileSpec(name, charts), {
        layer: `profile ${name}`,
        rank: RANK.shipped,
        path: ['spec'],
      }),
    )
    .reduce(lay);
  return lay(profiles, releaseLayer(profiles, charts.version));
}

/** A release is built with its own hub and tag; charts of another registry keep theirs. */
function releaseLayer(profiles: TracedObject, version: string): TracedObject {
  const [hub, tag] = [textAt(profiles, ['hub']), textAt(profiles, ['tag'])];
  const spec = {
    ...(hub === undefined || hub === SOURCE_HUB ? { hub: RELEASE_HUB } : {}),
    ...(version !== '' && (tag === undefined || tag === SOURCE_TAG) ? { tag: version } : {}),
  };
  return trace(spec, { layer: `release ${version}`.trim(), rank: RANK.shipped, path: ['spec'] });
}

function profileSpec(name: string, { profile }: ChartFacts): JsonObject {
  const spec = profile(name)?.['spec'];
  if (isObject(spec)) return spec;
  throw new InvalidInputError([
    {
      code: 'unknown-profile',
      severity: 'error',
      path: 'spec.profile',
      message: `the charts have no profile "${name}"`,
    },
  ]);
}

interface ReleaseContext {
  readonly values: JsonObject;
  readonly minor: string;
  readonly istioNamespace: string;
  readonly revision: string;
}

function releasesOf(
  component: Component,
  said: Json | undefined,
  context: ReleaseContext,
): ComponentRelease[] {
  const { name, isGateway, valuesRoot, byDefault } = component;
  const byValues = isGateway && jsonAt(context.values, [...valuesRoot, 'enabled']) === true;
  if (said === undefined || said === null)
    return byDefault || byValues ? [releaseOf(component, {}, ['components', name], context)] : [];
  const listed = isGateway ? (Array.isArray(said) ? (said as readonly Json[]) : []) : [said];
  return listed.flatMap((one, index) => {
    const settings = isObject(one) ? one : {};
    if (settings['enabled'] === false && !byValues) return [];
    const path = ['components', name, ...(isGateway ? [String(index)] : [])];
    return [releaseOf(component, settings, path, context)];
  });
}

function releaseOf(
  component: Component,
  settings: JsonObject,
  path: readonly string[],
  { values, minor, istioNamespace, revision }: ReleaseContext,
): ComponentRelease {
  const own = settings['namespace'];
  return {
    component: component.name,
    chart: component.chart,
    resourceName: resourceName(component, settings['name'], revision),
    namespace: typeof own === 'string' && own !== '' ? own : istioNamespace,
    values: componentValues(component, settings, values, minor),
    k8s: isObject(settings['k8s']) ? settings['k8s'] : {},
    path,
  };
}

function resourceName(
  { name, workload }: Component,
  own: Json | undefined,
  revision: string,
): string {
  const usual = workload?.name ?? '';
  if (name === 'pilot') return ['', 'default'].includes(revision) ? usual : `${usual}-${revision}`;
  return typeof own === 'string' && own !== '' ? own : usual;
}

function textAt(layer: TracedObject, path: readonly string[]): string | undefined {
  const value = valueAt(layer, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
