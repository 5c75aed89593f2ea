import { readStatus, writeStatus, type StatusKind } from '../cluster/status-writer';
import type { EventRecorder } from '../cluster/event-recorder';
import type { KubeClient } from '../cluster/kube-client';
import type { ClusterEvent } from '../rollout/events/cluster-event';
import { rolloutEvent } from '../rollout/events/rollout-event';
import { statusEvent } from '../rollout/events/status-event';
import {
  ROLLOUT_STATUS,
  rolloutStatus,
  type RolloutFinding,
  type RolloutStatus,
} from '../rollout/object/rollout-status';
import type { ObjectRef } from '../rollout/status/operator-resource';
import {
  operatorStatus,
  type OperatorStatus,
  type StatusInput,
} from '../rollout/status/operator-status';
import { OPERATOR_STATUS } from '../rollout/status/read-operator-status';

/** Which object, and of which generation the findings are; absent means the one that is stored. */
export type ReportedObject = Pick<ObjectRef, 'namespace' | 'name'> & {
  readonly generation?: number;
};

/** What was found about an object. */
export type Findings = Omit<StatusInput, 'previous' | 'generation' | 'now'>;

/** Writes what is found about objects where people look for it: status and Events. */
export interface StatusReporter<F = Findings, S = OperatorStatus> {
  /** @returns the status that the object has now, `null` when there is no such object */
  readonly report: (object: ReportedObject, findings: F) => Promise<S | null>;
}

/** What is made of findings about objects of a kind. */
export interface ReportedKind<F, S> extends StatusKind<S> {
  readonly status: (
    findings: F,
    at: { readonly previous: S | null; readonly generation: number; readonly now: number },
  ) => S;
  /** `null` where there is nothing to tell. */
  readonly event: (previous: S | null, status: S) => ClusterEvent | null;
}

/** What reporting needs of the world. */
export interface StatusReporterOptions {
  readonly client: KubeClient;
  readonly events: EventRecorder;
  readonly now: () => number;
}

const OPERATORS: ReportedKind<Findings, OperatorStatus> = {
  ...OPERATOR_STATUS,
  status: (findings, at) => operatorStatus({ ...findings, ...at }),
  event: statusEvent,
};

/** Opens a reporter of IstioOperator objects. */
export function createStatusReporter(options: StatusReporterOptions): StatusReporter {
  return createReporterOf(OPERATORS, options);
}

const ROLLOUTS: ReportedKind<RolloutFinding, RolloutStatus> = {
  ...ROLLOUT_STATUS,
  status: rolloutStatus,
  event: rolloutEvent,
};

/** Opens a reporter of RevisionRollout objects. */
export function createRolloutReporter(
  options: StatusReporterOptions,
): StatusReporter<RolloutFinding, RolloutStatus> {
  return createReporterOf(ROLLOUTS, options);
}

/** Opens a reporter. Its account needs get on the objects, patch on their status, and what Events need. */
function createReporterOf<F, S>(
  kind: ReportedKind<F, S>,
  { client, events, now }: StatusReporterOptions,
): StatusReporter<F, S> {
  return {
    report: async ({ namespace, name, generation }, findings) => {
      const stored = await readStatus(client, kind, { namespace, name });
      if (!stored.found) return null;
      const { status: previous, uid } = stored;
      const at = { previous, generation: generation ?? stored.generation, now: now() };
      const status = kind.status(findings, at);
      const written = await writeStatus(client, kind, { namespace, name, uid }, status, stored);
      if (written.type === 'gone') return null;
      const event = kind.event(previous, status);
      const { group, version, kind: named } = kind.resource;
      const subject = { apiVersion: `${group}/${version}`, kind: named, namespace, name, uid };
      if (event !== null) await events.record(subject, event);
      return status;
    },
  };
}
