import type { Check, Finding } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';
import { SERVED_VERSIONS } from '../served-versions';

/** Istio's CRDs beside what the new version reads. */
export const definitionsCheck: Check<PrecheckInput> = {
  name: 'definitions',
  about:
    'CRDs of Istio that keep objects in versions which the new one does not serve, or that are missing',
  waivable: true,
  run: ({ facts: { definitions } }) =>
    lookAt({ definitions }, ({ definitions: all }) =>
      Object.entries(SERVED_VERSIONS).flatMap(([name, versions]): Finding[] => {
        const found = all.find((one) => one.name === name);
        const subject = `CustomResourceDefinition ${name}`;
        if (found === undefined)
          return [
            {
              severity: 'info',
              subject,
              message: 'it is not there yet',
              evidence: [`CRDs of Istio in the cluster: ${String(all.length)}`],
              remedy: 'nothing: "up" makes it with the base',
            },
          ];
        const kept = found.stored.filter((version) => !versions.includes(version));
        return kept.length === 0
          ? []
          : [
              {
                severity: 'error',
                subject,
                message: `objects are kept as ${kept.join(', ')}, which the new version does not serve, so the API server refuses it`,
                evidence: [
                  `status.storedVersions: ${found.stored.join(', ')}`,
                  `served then: ${versions.join(', ')}`,
                ],
                remedy:
                  'write each object of it once, then take the version out of status.storedVersions',
              },
            ];
      }),
    ),
};
