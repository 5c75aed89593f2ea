import { revisionOf } from '../../patch/version-of';
import type { Check, Finding } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

/** Tags that lead nowhere, stop every new pod, or are called as a revision is. */
export const tagsCheck: Check<PrecheckInput> = {
  name: 'tags',
  about: 'revision tags that lead to no ready istiod, have no CA, or are called as a revision is',
  waivable: true,
  run: ({ observation: { injectors, istiods } }) =>
    lookAt({ injectors, istiods }, ({ injectors: all, istiods: pods }) => {
      const revisions = new Set(
        all.filter(({ tag }) => tag === null).map(({ revision }) => revision),
      );
      return all.flatMap(({ name, tag, revision, caBundle }): Finding[] => {
        if (tag === null) return [];
        const found = (message: string, evidence: string[], remedy: string): Finding => ({
          severity: 'error',
          subject: `Tag ${tag}`,
          message,
          evidence: [`${name} points at ${revision}`, ...evidence],
          remedy,
        });
        const own = pods.filter((pod) => revisionOf(pod.revision) === revisionOf(revision));
        const remove = `point it at a revision that runs, or remove it: kubectl delete mutatingwebhookconfiguration ${name}`;
        return [
          ...(own.some(({ ready }) => ready)
            ? []
            : [
                found(
                  'no istiod of its revision is ready, so no pod can be created where it injects',
                  [`istiods of ${revision}: ${own.map(({ pod }) => pod).join(', ') || 'none'}`],
                  remove,
                ),
              ]),
          ...(caBundle
            ? []
            : [found('it has no CA bundle, so its calls fail', ['caBundle is empty'], remove)]),
          ...(revisions.has(tag)
            ? [
                found(
                  'a revision is called the same, so two istiods answer for it',
                  [`revisions: ${[...revisions].join(', ')}`],
                  'give the tag another name',
                ),
              ]
            : []),
        ];
      });
    }),
};
