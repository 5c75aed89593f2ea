import { chartValues } from './chart-values';
import { environmentLayer, type EnvironmentVariables } from './environment-layer';
import { InvalidInputError, type Issue } from './issue';
import { ISTIO_OPERATOR, type IstioOperator, type IstioOperatorSpec } from './istio-operator';
import { isObject, type Json, type JsonObject } from './json';
import { mergeValues } from './merge-values';
import { originOf, originsOf, type Layer, type Origins } from './origins';
import { validateIstioOperator } from './validate-istio-operator';

/** Everything that rendering a revision needs, with all layers merged. */
export interface ResolvedRevision {
  /** Empty for an installation without a revision name. */
  readonly revision: string;
  readonly istioNamespace: string;
  readonly base: boolean;
  readonly pilot: boolean;
  /** Gateways that the profile switches on and the document leaves on; they are not rendered here. */
  readonly omittedGateways: readonly string[];
  /** Values for Istio's charts. */
  readonly values: JsonObject;
  /** The layer that set each leaf of the spec: `profile <name>`, `environment` or `document`. */
  readonly origins: Origins;
}

/** Reads an IstioOperator profile by name; `null` when the charts have none of it. */
export type ReadProfile = (name: string) => JsonObject | null;

const ENVIRONMENT = 'environment';

/** The failure policy that istiod sets itself, so that neither ever changes the other's. */
const AGREED_VALUES: JsonObject = { base: { validationFailurePolicy: 'Fail' } };

/**
 * Merges the layers of a revision: profile `default` < the chosen profile < environment variables < document. (The
 * charts' own defaults lie below; Helm knows them.)
 *
 * @throws InvalidInputError with every problem of the merged document.
 */
export function resolveRevision(
  document: IstioOperator,
  variables: EnvironmentVariables,
  readProfile: ReadProfile,
): ResolvedRevision {
  const environment = environmentLayer(variables, document.spec.revision ?? '');
  const chosen = document.spec.profile ?? textOf(environment['profile']) ?? 'default';
  const profiles = [...new Set(['default', chosen])].map((name) => ({
    name: `profile ${name}`,
    spec: profileSpec(name, readProfile),
  }));
  const layers: Layer[] = [
    ...profiles.map(({ name, spec }) => ({ name, spec: withoutGateways(spec) })),
    { name: ENVIRONMENT, spec: environment },
    { name: 'document', spec: document.spec as JsonObject },
  ];
  const origins = originsOf(layers);
  const merged = layers.map(({ spec }) => spec).reduce(mergeValues, {});
  const issues = issuesOf(document, environment, merged, origins);
  if (issues.length > 0) throw new InvalidInputError(issues);
  const spec = merged as IstioOperatorSpec;
  // Layer by layer, so that no field of a lower layer beats the same setting under another name of a higher one.
  const values = layers.map((layer) => chartValues(layer.spec)).reduce(mergeValues, AGREED_VALUES);
  const full = [...profiles.map((layer) => layer.spec), environment, document.spec as JsonObject];
  return {
    revision: textOf(values['revision']) ?? '',
    istioNamespace: istioNamespace(values),
    base: spec.components?.base?.enabled ?? true,
    pilot: spec.components?.pilot?.enabled ?? true,
    omittedGateways: enabledGateways(full.reduce(mergeValues, {})),
    values,
    origins,
  };
}

/** The environment's own problems, and those of the merged document that come from elsewhere. */
function issuesOf(
  document: IstioOperator,
  environment: JsonObject,
  merged: JsonObject,
  origins: Origins,
): Issue[] {
  const named = (path: readonly string[]) => originOf(origins, path.slice(1).join('.'));
  const own = validateIstioOperator({ ...ISTIO_OPERATOR, spec: environment }, () => ENVIRONMENT);
  const others = validateIstioOperator({ ...document, spec: merged }, named);
  return [...own, ...others.filter(({ source }) => source !== ENVIRONMENT)];
}

function enabledGateways(spec: JsonObject): string[] {
  const components = (spec as IstioOperatorSpec).components ?? {};
  return [...(components.ingressGateways ?? []), ...(components.egressGateways ?? [])]
    .filter(({ enabled }) => enabled !== false)
    .map(({ name }) => name ?? 'unnamed');
}

function profileSpec(name: string, readProfile: ReadProfile): JsonObject {
  const profile = readProfile(name);
  const spec = profile?.['spec'];
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

/** A profile's gateways are left to the Gateway construct: gateways never belong to a revision. */
function withoutGateways(spec: JsonObject): JsonObject {
  const {
    ingressGateways: _ingress,
    egressGateways: _egress,
    ...components
  } = {
    ...(isObject(spec['components']) ? spec['components'] : {}),
  };
  return { ...spec, components };
}

function istioNamespace(values: JsonObject): string {
  const { global } = values;
  return (isObject(global) ? textOf(global['istioNamespace']) : undefined) ?? 'istio-system';
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
