import type { AppTrafficSpec } from './app-traffic';
import type { LayerProblem } from './layer-problem';

/** Status codes, which is all that the Gateway API tries again on. */
const CODES = /^[45]\d\d(,[45]\d\d)*$/;

/** Fields of retries that have no counterpart. */
const RETRIES = ['retryIgnorePreviousHosts', 'retryRemoteLocalities'] as const;

/** What of a traffic spec the Gateway API has no words for: it would be left out in silence. */
export function unsayable(spec: AppTrafficSpec): LayerProblem[] {
  const { namespace, service, port, versions = [], retries = {}, outlierDetection } = spec;
  const instead = 'which an HTTPRoute cannot say; leave it out, or take api "networking.istio.io"';
  const found: Omit<LayerProblem, 'object'>[] = [
    ...(port === undefined
      ? [{ path: 'port', message: 'is missing, and an HTTPRoute leads to a port of a Service' }]
      : []),
    ...(outlierDetection === undefined
      ? []
      : [{ path: 'outlierDetection', message: `found, ${instead}` }]),
    ...versions.flatMap(({ labels }, index) =>
      labels === undefined
        ? []
        : [
            {
              path: `versions[${String(index)}].labels`,
              message:
                'found, but versions of an HTTPRoute are Services of their own; name its "service"',
            },
          ],
    ),
    ...RETRIES.filter((field) => retries[field] !== undefined).map((field) => ({
      path: `retries.${field}`,
      message: `found, ${instead}`,
    })),
    ...(retries.retryOn === undefined || CODES.test(retries.retryOn)
      ? []
      : [
          {
            path: 'retries.retryOn',
            message: `found "${retries.retryOn}"; an HTTPRoute tries again on status codes only, such as 502,503`,
          },
        ]),
  ];
  return found.map((one) => ({ object: `HTTPRoute ${namespace}/${service}`, ...one }));
}
