import type { kinds, networking } from '../generated/newest';
import { layerName, layerNamespace } from './layer-name';
import type { LayerObjects } from './layer-objects';
import type { LayerProblem } from './layer-problem';
import { resolveHost } from './resolve-host';
import { serviceOfHost } from './service-of-host';

type Mode = networking.ClientTLSSettingsTLSmode;

/**
 * Rules that call a service in another way than its pods take: in plain text, or with somebody else's TLS, where they take mutual TLS only, or
 * with mutual TLS where they take none. Ports of chosen pods may take something else, so a rule for a port is left alone where there
 * is an exception.
 */
export function mtlsProblems({ rules, authentications }: LayerObjects): LayerProblem[] {
  return rules.flatMap((rule) => {
    const host = resolveHost(rule.spec?.host ?? '', layerNamespace(rule));
    const service = serviceOfHost(host);
    if (service === null) return [];
    const inNamespace = authentications.filter((one) => layerNamespace(one) === service.namespace);
    const whole = inNamespace.find(({ spec }) => spec?.selector === undefined);
    const taken = whole?.spec?.mtls?.mode;
    if (whole === undefined || taken === undefined) return [];
    const hasExceptions = inNamespace.length > 1;
    return modesOf(rule)
      .filter(({ port, mode }) => isRefused(mode, taken) && !(hasExceptions && port))
      .map(({ path, mode }) => ({
        object: layerName(rule),
        path,
        message: `found ${mode}, but ${layerName(whole)} takes ${taken}: every request would fail; ${taken === 'DISABLE' ? 'set DISABLE' : 'leave the mode out, or set ISTIO_MUTUAL'}`,
      }));
  });
}

function isRefused(mode: Mode, taken: string): boolean {
  return taken === 'STRICT'
    ? mode !== 'ISTIO_MUTUAL'
    : taken === 'DISABLE' && mode === 'ISTIO_MUTUAL';
}

interface Place {
  readonly path: string;
  readonly mode: Mode;
  /** Whether it is of one port only. */
  readonly port: boolean;
}

function modesOf({ spec }: kinds.DestinationRule): Place[] {
  const { trafficPolicy, subsets = [] } = spec ?? {};
  return [
    ...policyModes(trafficPolicy, 'spec.trafficPolicy'),
    ...subsets.flatMap((subset, index) =>
      policyModes(subset.trafficPolicy, `spec.subsets[${String(index)}].trafficPolicy`),
    ),
  ];
}

function policyModes(policy: networking.TrafficPolicy | undefined, path: string): Place[] {
  const { tls, portLevelSettings = [] } = policy ?? {};
  const all = [
    { path: `${path}.tls.mode`, mode: tls?.mode, port: false },
    ...portLevelSettings.map((one, index) => ({
      path: `${path}.portLevelSettings[${String(index)}].tls.mode`,
      mode: one.tls?.mode,
      port: true,
    })),
  ];
  return all.flatMap(({ mode, ...place }) => (mode === undefined ? [] : [{ ...place, mode }]));
}
