import { injectedBy } from '../../injected-by';
import { injectionLabels } from '../../injection-labels';
import { INJECTION_LABEL, REVISION_LABEL } from '../../names';
import type { Check } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

/** Where both labels are, `istio-injection` decides and the revision is ignored, without a word. */
export const bothLabelsCheck: Check<PrecheckInput> = {
  name: 'both-labels',
  about: `namespaces with ${INJECTION_LABEL} beside ${REVISION_LABEL}`,
  waivable: true,
  run: ({ observation: { namespaces, injectors } }) =>
    lookAt({ namespaces, injectors }, ({ namespaces: all, injectors: known }) =>
      all.flatMap(({ name, labels }) => {
        const { rev, injection } = injectionLabels(labels);
        if (rev === null || injection === null) return [];
        const meant = injectedBy({ rev, injection: null }, known).revision;
        const { revision } = injectedBy({ rev, injection }, known);
        return [
          {
            severity: meant === revision ? ('warning' as const) : ('error' as const),
            subject: `Namespace ${name}`,
            message: `${INJECTION_LABEL} decides, and ${REVISION_LABEL} is ignored`,
            evidence: [
              `labels ${INJECTION_LABEL}=${injection}, ${REVISION_LABEL}=${rev}`,
              `its pods are injected by ${revision ?? 'nobody'}, the other label means ${meant ?? 'nobody'}`,
            ],
            remedy: `take one away: kubectl label namespace ${name} ${INJECTION_LABEL}-`,
          },
        ];
      }),
    ),
};
