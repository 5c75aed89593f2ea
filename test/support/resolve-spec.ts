import type { EnvironmentVariables } from '../../lib/operator/environment-layer';
import { ISTIO_OPERATOR, type IstioOperatorSpec } from '../../lib/operator/istio-operator';
import type { JsonObject } from '../../lib/operator/json';
import { inputsOf } from '../../lib/operator/operator-inputs';
import { resolveOperator, type ResolvedOperator } from '../../lib/operator/resolve-operator';
import { userLayers } from '../../lib/operator/user-layers';
import { plain } from '../../lib/operator/traced';

/** Profiles as charts have them, with the parts that decide. */
const PROFILES: Readonly<Record<string, JsonObject>> = {
  default: {
    spec: {
      hub: 'registry.istio.io/testing',
      tag: 'latest',
      components: {
        base: { enabled: true },
        pilot: { enabled: true },
        ingressGateways: [{ name: 'istio-ingressgateway', enabled: true }],
        egressGateways: [{ name: 'istio-egressgateway', enabled: false }],
      },
      values: {
        defaultRevision: '',
        global: { istioNamespace: 'istio-system' },
        gateways: { 'istio-ingressgateway': {}, 'istio-egressgateway': {} },
        ztunnel: { resourceName: 'ztunnel' },
      },
    },
  },
  minimal: {
    spec: { components: { ingressGateways: [{ name: 'istio-ingressgateway', enabled: false }] } },
  },
  demo: { spec: { values: { profile: 'demo' } } },
  ambient: {
    spec: {
      components: { cni: { enabled: true }, ztunnel: { enabled: true } },
      values: { profile: 'ambient' },
    },
  },
};

/** What a spec resolves to. */
export interface ResolvedSpec extends ResolvedOperator {
  /** The merged values, without who set them. */
  readonly plainValues: JsonObject;
}

/** Resolves one spec over the profiles above. */
export function resolveSpec(
  spec: IstioOperatorSpec,
  variables: EnvironmentVariables = {},
  {
    settings = [],
    minor = '1.31',
    version = '1.31.0',
  }: {
    readonly settings?: readonly string[];
    readonly minor?: string;
    readonly version?: string;
  } = {},
): ResolvedSpec {
  const resolved = resolveOperator(
    userLayers({ ...inputsOf({ ...ISTIO_OPERATOR, spec }), settings }, variables),
    { minor, version, profile: (name) => PROFILES[name] ?? null },
  );
  return { ...resolved, plainValues: plain(resolved.values) };
}
