import { injectedBy } from '../../injected-by';
import { injectionLabels } from '../../injection-labels';
import type { Check } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

/** A label that nobody serves: new pods start without a sidecar, and nothing says so. */
export const labelWithoutInjectorCheck: Check<PrecheckInput> = {
  name: 'label-without-injector',
  about: 'namespaces labelled for a revision or tag that nobody serves',
  waivable: true,
  run: ({ spec, observation: { namespaces, injectors } }) =>
    lookAt({ namespaces, injectors }, ({ namespaces: all, injectors: known }) =>
      all.flatMap(({ name, labels }) => {
        const found = injectionLabels(labels);
        const isAsked =
          found.injection === 'enabled' || (found.injection === null && found.rev !== null);
        const { revision, because } = injectedBy(found, known);
        if (!isAsked || revision !== null) return [];
        return [
          {
            severity: 'error' as const,
            subject: `Namespace ${name}`,
            message: 'its new pods get no sidecar',
            evidence: [
              because,
              `injectors: ${known.map((one) => one.tag ?? one.revision).join(', ') || 'none'}`,
            ],
            remedy: `label it for ${spec.from}, or install what it names`,
          },
        ];
      }),
    ),
};
