import type { IstioOperatorSpec } from './istio-operator';
import type { Json, JsonObject } from './json';
import { mergeValues } from './merge-values';

/**
 * Translates one layer of a spec into values for the charts. As in istioctl, the layer's own values win over hub, tag and
 * revision of the spec, while its mesh config and the Kubernetes settings of its components win over the values.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/render/manifest.go
 */
export function chartValues(layer: JsonObject): JsonObject {
  const spec = layer as IstioOperatorSpec;
  const translated = {
    ...optional({ revision: spec.revision, compatibilityVersion: spec.compatibilityVersion }),
    global: optional({ hub: spec.hub, tag: spec.tag === undefined ? undefined : String(spec.tag) }),
  };
  return [
    spec.values ?? {},
    optional({ meshConfig: spec.meshConfig }),
    spec.unvalidatedValues ?? {},
    { pilot: pilotValues(spec) },
  ].reduce(mergeValues, translated);
}

/** The chart's own values for what istioctl patches into the rendered Deployment. */
function pilotValues(spec: IstioOperatorSpec): JsonObject {
  const { env, ...settings } = spec.components?.pilot?.k8s ?? {};
  const variables = (env ?? []).map(({ name, value }) => [name, value] as const);
  return { ...optional(settings), ...optional({ env: env && Object.fromEntries(variables) }) };
}

function optional(fields: Readonly<Record<string, Json | object | undefined>>): JsonObject {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as JsonObject;
}
