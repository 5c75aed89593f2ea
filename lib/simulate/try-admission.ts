import type { AdmissionFact } from '../rollout/admission/admission-fact';
import { OWN_VALIDATOR } from '../rollout/health/judge-validation';
import { imageVersion } from '../rollout/image-version';
import { revisionOf } from '../rollout/patch/version-of';
import { isInstalled, isServing, standing } from './inject';
import { MESH_NAMESPACE } from './istiod-workload';
import type { SimState } from './sim-state';

const INJECTOR = 'rev.object.sidecar-injector.istio.io';

/** What dry runs for a revision would show in the model now. */
export function tryAdmission(state: SimState, revision: string): AdmissionFact {
  const fact = tryBoth(state, revision);
  // Istio objects are those of the cluster with the istiods.
  return state.remote === null ? fact : { ...fact, validation: null };
}

function tryBoth(state: SimState, revision: string): AdmissionFact {
  if (!isInstalled(state, revision)) {
    return {
      namespace: MESH_NAMESPACE,
      injection: { outcome: 'not-injected' },
      validation: { outcome: 'accepted' },
    };
  }
  if (!isServing(state, revision)) {
    const silent = { outcome: 'unreachable', cause: 'connection refused' } as const;
    return {
      namespace: MESH_NAMESPACE,
      injection: { ...silent, webhook: INJECTOR },
      validation: { ...silent, webhook: OWN_VALIDATOR },
    };
  }
  return {
    namespace: MESH_NAMESPACE,
    injection: injected(state, revision),
    validation: { outcome: 'denied', webhook: OWN_VALIDATOR, message: 'host is required' },
  };
}

function injected(state: SimState, to: string): AdmissionFact['injection'] {
  const place = standing(state, revisionOf(to));
  const version = imageVersion(`:${state.versions[place] ?? ''}`);
  const at = version === null ? {} : { version };
  return { outcome: 'injected', revision: revisionOf(place), ...at };
}
