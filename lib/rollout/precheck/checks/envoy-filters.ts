import type { Check } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

/** EnvoyFilters that a new version may leave without effect, silently. */
export const envoyFiltersCheck: Check<PrecheckInput> = {
  name: 'envoy-filters',
  about:
    'EnvoyFilters that ask for a proxy version or a revision, or lean on what Envoy is told beside them',
  waivable: true,
  run: ({ spec, facts: { envoyFilters } }) =>
    lookAt({ envoyFilters }, ({ envoyFilters: all }) =>
      all.flatMap(({ namespace, name, proxyVersions, relative, revision }) => {
        const evidence = [
          ...proxyVersions.map((version) => `match.proxy.proxyVersion: ${version}`),
          ...(revision === null ? [] : [`label istio.io/rev: ${revision}`]),
          ...relative.map((operation) => `operation: ${operation}`),
        ];
        if (evidence.length === 0) return [];
        const isBound = proxyVersions.length > 0 || revision !== null;
        return [
          {
            severity: isBound ? ('warning' as const) : ('info' as const),
            subject: `EnvoyFilter ${namespace}/${name}`,
            message: isBound
              ? `may not be about proxies of ${spec.to}`
              : `is applied beside something that ${spec.to} may name or order otherwise`,
            evidence,
            remedy: `compare "istioctl proxy-config" of a pod on ${spec.to} in the first wave`,
          },
        ];
      }),
    ),
};
