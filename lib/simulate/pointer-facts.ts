import { istiodName } from '../rollout/health/istiod-name';
import type { PointerFact, PointerKind } from '../rollout/pointers/pointer-fact';
import { DEFAULT_VALIDATOR, pointerKey } from '../rollout/pointers/pointer-key';
import { installedRevisions } from './installed-revisions';
import { MESH_NAMESPACE, ROOT } from './istiod-workload';
import type { SimState } from './sim-state';

const INJECTOR = 'MutatingWebhookConfiguration';
const VALIDATOR = 'ValidatingWebhookConfiguration';

/** Each revision's own webhooks, those of tags, and the one that validates by default. */
export function pointerFacts(state: SimState): PointerFact[] {
  const pointer = (kind: PointerKind, name: string, tag: string | null, revision: string) => {
    const calls = [`${MESH_NAMESPACE}/${istiodName(revision)}`];
    const fact = { kind, name, revision, tag, calls, caBundle: ROOT, ours: true, manager: '' };
    const isForeign = state.foreign.includes(pointerKey(fact) ?? '');
    return isForeign ? { ...fact, ours: false, manager: 'somebody' } : fact;
  };
  return [
    ...installedRevisions(state).flatMap((revision) => [
      pointer(INJECTOR, `istio-sidecar-injector-${revision}`, null, revision),
      ...(state.remote === null
        ? [pointer(VALIDATOR, `istio-validator-${revision}-istio-system`, null, revision)]
        : []),
    ]),
    ...Object.entries(state.tags).flatMap(([tag, revision]) => [
      pointer(INJECTOR, `istio-revision-tag-${tag}`, tag, revision),
      ...(tag === 'default'
        ? []
        : [pointer('Service', `istio-system/istiod-revision-tag-${tag}`, tag, revision)]),
    ]),
    ...(state.validator === null
      ? []
      : [pointer(VALIDATOR, DEFAULT_VALIDATOR, null, state.validator)]),
  ];
}
