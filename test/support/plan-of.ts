import type { InspectedObject } from '../../lib/cluster/inspect-objects';
import type { MappedResource } from '../../lib/deploy/map-tree';
import type { StateResource } from '../../lib/deploy/stack-state';
import { deployPlan, type DeployPlan } from '../../lib/reconcile/deploy-plan/deploy-plan';
import { refText } from '../../lib/reconcile/deploy-plan/object-change';
import { anUntouchedCluster } from './deploy-builders';

/** In what a cluster and a stack are not as declared. */
export interface Differences {
  /** What is found of an object, in place of what was declared. */
  readonly inspected?: Readonly<Record<string, Partial<InspectedObject>>>;
  /** What the stack remembers, in place of what was declared. */
  readonly remembered?: readonly StateResource[];
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** The plan for objects that live and are remembered as declared, but for what a test says. */
export function planOf(
  resources: readonly MappedResource[],
  { inspected = {}, remembered, outputs }: Differences = {},
): DeployPlan {
  const input = anUntouchedCluster(resources);
  const found = new Map(
    [...input.inspected].map(([key, one]) => [key, { ...one, ...inspected[key] }]),
  );
  const state = {
    ...input.state,
    ...(remembered === undefined ? {} : { resources: remembered }),
    ...(outputs === undefined ? {} : { outputs }),
  };
  return deployPlan({ ...input, inspected: found, state });
}

/** `update ConfigMap istio-system/settings`, with `(drift)` where all of it is. */
export function told({ changes }: DeployPlan): string[] {
  return changes.map(
    ({ op, object, isDrift }) => `${op} ${refText(object)}${isDrift ? ' (drift)' : ''}`,
  );
}
