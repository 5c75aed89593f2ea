import type { Minor } from '../../../generated/minors';
import { MINORS } from '../../../generated/minors';
import { minorOf } from '../../skew/minor-of';
import type { Check } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

/**
 * The oldest Kubernetes minor that each Istio minor runs on.
 * @see https://github.com/istio/istio/blob/1.31.0/istioctl/pkg/install/k8sversion/version.go
 */
const OLDEST: Readonly<Record<Minor, number>> = { '1.30': 32, '1.31': 32 };

/** Whether the API server is new enough for the revision that comes. */
export const kubernetesVersionCheck: Check<PrecheckInput> = {
  name: 'kubernetes-version',
  about: 'whether Kubernetes is new enough for the Istio that comes',
  waivable: true,
  run: ({ spec, versions, facts: { kubernetes } }) =>
    lookAt({ kubernetes }, ({ kubernetes: found }) => {
      const target = versions[spec.to] ?? '';
      const minor = MINORS.find((one) => minorOf(one) === minorOf(target));
      const [major, running] = found.split('.').map(Number);
      if (minor === undefined || major !== 1 || running === undefined || Number.isNaN(running)) {
        return [
          {
            severity: 'warning',
            subject: `Kubernetes ${found}`,
            message: `which Kubernetes Istio ${target || 'of an unknown version'} runs on is not known here`,
            evidence: [`the API server says ${found}; known: Istio ${MINORS.join(', ')}`],
            remedy: 'compare it with the supported releases on istio.io',
          },
        ];
      }
      if (running >= OLDEST[minor]) return [];
      return [
        {
          severity: 'error',
          subject: `Kubernetes ${found}`,
          message: `Istio ${target} needs Kubernetes 1.${String(OLDEST[minor])} or newer`,
          evidence: [`the API server says ${found}`],
          remedy: 'upgrade the cluster first',
        },
      ];
    }),
};
