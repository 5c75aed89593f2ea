import { OPERATOR_RESOURCE } from './operator-resource';
import type { OperatorStatus } from './operator-status';

/**
 * The status that an object in the cluster has, `null` when it has none that is ours: Istio's own operator, until 1.23,
 * wrote another one there.
 */
export function readOperatorStatus(value: unknown): OperatorStatus | null {
  const isOurs =
    typeof value === 'object' &&
    value !== null &&
    'phase' in value &&
    'conditions' in value &&
    Array.isArray(value.conditions);
  return isOurs ? (value as OperatorStatus) : null;
}

/** How the status of IstioOperator objects is read. */
export const OPERATOR_STATUS = { resource: OPERATOR_RESOURCE, read: readOperatorStatus } as const;
