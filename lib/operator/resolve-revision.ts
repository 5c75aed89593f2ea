import { environmentLayer, type EnvironmentVariables } from './environment-layer';
import { InvalidInputError } from './issue';
import type { IstioOperator, IstioOperatorSpec } from './istio-operator';
import { isObject, type Json, type JsonObject } from './json';
import { mergeValues } from './merge-values';
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
}

/** Reads an IstioOperator profile by name; `null` when the charts have none of it. */
export type ReadProfile = (name: string) => JsonObject | null;

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
  const profile = mergeValues(
    profileSpec('default', readProfile),
    profileSpec(chosen, readProfile),
  );
  const layers = [withoutGateways(profile), environment, document.spec as JsonObject];
  const merged = layers.reduce(mergeValues, {});
  const issues = validateIstioOperator({ ...document, spec: merged });
  if (issues.length > 0) throw new InvalidInputError(issues);
  const spec = merged as IstioOperatorSpec;
  const values = chartValues(spec);
  return {
    revision: textOf(values['revision']) ?? '',
    istioNamespace: istioNamespace(values),
    base: spec.components?.base?.enabled ?? true,
    pilot: spec.components?.pilot?.enabled ?? true,
    omittedGateways: enabledGateways(mergeValues(profile, document.spec as JsonObject)),
    values,
  };
}

function enabledGateways(spec: JsonObject): string[] {
  const components = (spec as IstioOperatorSpec).components ?? {};
  return [...(components.ingressGateways ?? []), ...(components.egressGateways ?? [])]
    .filter(({ enabled }) => enabled === true)
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

/**
 * Translates a spec into values for the charts. The user's own values win over what is translated, but the spec's mesh
 * config wins over the values' (both as in istioctl).
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/render/manifest.go
 */
function chartValues(spec: IstioOperatorSpec): JsonObject {
  const translated: JsonObject = {
    global: optional({ hub: spec.hub, tag: spec.tag === undefined ? undefined : String(spec.tag) }),
    ...optional({ revision: spec.revision, compatibilityVersion: spec.compatibilityVersion }),
    pilot: pilotValues(spec),
    // The value that istiod sets itself, so that neither ever changes the other's.
    base: { validationFailurePolicy: 'Fail' },
  };
  const withUser = mergeValues(translated, spec.values ?? {});
  const withMesh = mergeValues(
    withUser,
    spec.meshConfig === undefined ? {} : { meshConfig: spec.meshConfig },
  );
  return mergeValues(withMesh, spec.unvalidatedValues ?? {});
}

function pilotValues(spec: IstioOperatorSpec): JsonObject {
  const { env, ...settings } = spec.components?.pilot?.k8s ?? {};
  const variables = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  return { ...optional(settings), ...(env === undefined ? {} : { env: variables }) };
}

function istioNamespace(values: JsonObject): string {
  const { global } = values;
  return (isObject(global) ? textOf(global['istioNamespace']) : undefined) ?? 'istio-system';
}

function optional(fields: Readonly<Record<string, unknown>>): JsonObject {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as JsonObject;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
