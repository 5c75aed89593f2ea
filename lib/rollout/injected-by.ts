import type { InjectionLabels } from './injection-labels';
import { INJECTION_LABEL, REVISION_LABEL } from './names';
import type { InjectorFact } from './observation';
import { revisionOf } from './patch/version-of';

/** Which revision injects a namespace, and the label that decides it, in words. */
export interface InjectedBy {
  readonly revision: string | null;
  readonly because: string;
}

/**
 * Which revision injects new pods of a namespace with these labels. As in Istio, `istio-injection` comes before
 * `istio.io/rev`, and a revision tag stands for the revision it points at.
 */
export function injectedBy(
  { rev, injection }: InjectionLabels,
  injectors: readonly InjectorFact[],
): InjectedBy {
  if (injection === 'enabled')
    return resolve('default', `label ${INJECTION_LABEL}=enabled`, injectors);
  if (injection !== null) {
    return { revision: null, because: `label ${INJECTION_LABEL}=${injection}` };
  }
  if (rev === null) return { revision: null, because: 'no injection label' };
  return resolve(rev, `label ${REVISION_LABEL}=${rev}`, injectors);
}

function resolve(name: string, label: string, injectors: readonly InjectorFact[]): InjectedBy {
  const tag = injectors.find((injector) => injector.tag === name);
  if (tag !== undefined) {
    return { revision: tag.revision, because: `${label}, tag ${name} points at ${tag.revision}` };
  }
  const own = injectors.find(
    (injector) => injector.tag === null && revisionOf(injector.revision) === name,
  );
  return own === undefined
    ? { revision: null, because: `${label}, which no injector serves` }
    : { revision: own.revision, because: label };
}
