import { leadsTo } from '../../pointers/leads-to';
import type { Check } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

const VALIDATOR = 'istiod-default-validator';

/** The default tag injects and the default validator validates: two objects that people move apart. */
export const defaultRevisionCheck: Check<PrecheckInput> = {
  name: 'default-revision',
  about:
    'whether the default tag and the default validator lead to the same revision, and to one that runs',
  waivable: true,
  run: ({ observation: { pointers, injectors, istiods } }) =>
    lookAt(
      { pointers, injectors, istiods },
      ({ pointers: all, injectors: known, istiods: pods }) => {
        const validator = all.find(({ name }) => name === VALIDATOR);
        const tag = known.find((one) => one.tag === 'default');
        const running = [...new Set(pods.map(({ revision }) => revision))];
        const leads =
          validator === undefined ? null : (running.find((one) => leadsTo(one, validator)) ?? null);
        const calls = validator?.calls.join(', ') ?? '';
        const isUrl = calls.includes('://');
        const subject = 'Default revision';
        return [
          ...(validator !== undefined && leads === null && !isUrl
            ? [
                {
                  severity: 'error' as const,
                  subject,
                  message:
                    'the default validator calls an istiod that does not run: Istio objects are not validated, or none can be written',
                  evidence: [
                    `${VALIDATOR} calls ${calls}`,
                    `istiods: ${running.join(', ') || 'none'}`,
                  ],
                  remedy: 'set base.defaultRevision to a revision that runs',
                },
              ]
            : []),
          ...(tag !== undefined && leads !== null && tag.revision !== leads
            ? [
                {
                  severity: 'warning' as const,
                  subject,
                  message: 'one revision injects by default and another validates',
                  evidence: [
                    `tag default points at ${tag.revision}`,
                    `${VALIDATOR} calls ${calls}`,
                  ],
                  remedy: 'set base.defaultRevision, which drives both',
                },
              ]
            : []),
        ];
      },
    ),
};
