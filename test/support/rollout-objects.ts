import type { RolloutStatus } from '../../lib/rollout/object/rollout-status';
import type { WatchedRollout } from '../../lib/reconcile/operator/reconcile-rollout';
import type { StatusCondition } from '../../lib/rollout/status/condition';
import { plan } from '../../lib/rollout/plan';
import type { RolloutRecord } from '../../lib/rollout/record';
import { rolloutReport, type RolloutReport } from '../../lib/rollout/report/rollout-report';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { anObservation, aRecord, AT, FROM, TO } from './rollout-builders';

/** What the operator takes: the same rollout as the CLI's, without what belongs to IstioOperator objects. */
export const OBJECT_SPEC: RolloutSpec = {
  from: FROM,
  to: TO,
  waves: [
    { name: 'first', namespaces: ['a'] },
    { name: 'rest', namespaces: ['b', 'c'] },
  ],
  soakSeconds: 2,
  deadlineSeconds: 20,
  retainSeconds: 20,
  approvalSeconds: 30,
  default: 'keep',
  removal: 'keep',
};

/** What a test says of an object; the rest is as an API server gives it. */
export interface RolloutObjectChanges {
  readonly name?: string;
  readonly uid?: string;
  readonly spec?: RolloutSpec | undefined;
  readonly status?: RolloutStatus;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly generation?: number;
}

/** A RevisionRollout object in the cluster. */
export function aRolloutObject(changes: RolloutObjectChanges = {}): WatchedRollout {
  const { name = 'up', annotations, status } = changes;
  const spec = 'spec' in changes ? changes.spec : OBJECT_SPEC;
  return {
    metadata: {
      namespace: 'istio-system',
      name,
      uid: changes.uid ?? `uid-of-${name}`,
      resourceVersion: '1',
      generation: changes.generation ?? 1,
      ...(annotations === undefined ? {} : { annotations }),
    },
    ...(spec === undefined ? {} : { spec }),
    ...(status === undefined ? {} : { status }),
  };
}

/** A status in a phase, of the rollout with a token. */
export function aRolloutStatus(changes: Partial<RolloutStatus> = {}): RolloutStatus {
  return {
    observedGeneration: 1,
    phase: 'Moving',
    message: 'wave 1/2',
    conditions: [],
    ...changes,
  };
}

/** How a rollout ended, for a generation of its spec. */
export function anEnd(phase: 'Done' | 'RolledBack', observedGeneration = 1): StatusCondition {
  return {
    type: 'Succeeded',
    status: phase === 'Done' ? 'True' : 'False',
    reason: phase,
    message: 'it is over',
    observedGeneration,
    lastTransitionTime: '2030-01-01T00:00:00.000Z',
  };
}

/** What a driver sees of a rollout, a second after everything was well. */
export function reportOf(changes: Partial<RolloutRecord> = {}): RolloutReport {
  const record = aRecord(changes);
  const observation = anObservation();
  const now = AT + 1_000;
  return rolloutReport({
    environment: { name: 'istio-system/up', cluster: 'istio-system/up', versions: {} },
    record,
    started: true,
    observation,
    decision: plan({ record, observation, now }),
    driver: { held: true, message: 'the operator' },
    now,
  });
}
