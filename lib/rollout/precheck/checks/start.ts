import type { Check } from '../finding';
import type { PrecheckInput } from '../precheck-input';

/** What "rollout run" itself would refuse, or say first: skew, members, rights, metrics, room for the record. */
export const startCheck: Check<PrecheckInput> = {
  name: 'start',
  about: 'whether "rollout run" would start: members, versions, rights, metrics',
  waivable: false,
  run: ({ refusals, notes, spec }) => {
    const unread = refusals.filter(({ known }) => !known);
    if (unread.length > 0)
      return { known: false, reason: unread.map(({ message }) => message).join('; ') };
    const subject = `Rollout ${spec.from} → ${spec.to}`;
    return {
      known: true,
      findings: [
        ...refusals.map(({ message }) => ({
          severity: 'error' as const,
          subject,
          message,
          evidence: ['the same is said by "rollout run", which does not start'],
          remedy: 'do what it says, then look again',
        })),
        ...notes.map((message) => ({
          severity: 'info' as const,
          subject,
          message,
          evidence: ['the plan that would be frozen now'],
          remedy: 'nothing, if that is meant',
        })),
      ],
    };
  },
};
