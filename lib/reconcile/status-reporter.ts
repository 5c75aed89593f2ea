import { readStatus, writeStatus } from '../cluster/status-writer';
import type { EventRecorder } from '../cluster/event-recorder';
import type { KubeClient } from '../cluster/kube-client';
import { statusEvent } from '../rollout/events/status-event';
import { OPERATOR_RESOURCE, type OperatorRef } from '../rollout/status/operator-resource';
import {
  operatorStatus,
  type OperatorStatus,
  type StatusInput,
} from '../rollout/status/operator-status';

/** Which object, and of which generation the findings are; absent means the one that is stored. */
export type ReportedObject = Pick<OperatorRef, 'namespace' | 'name'> & {
  readonly generation?: number;
};

/** What was found about an object. */
export type Findings = Omit<StatusInput, 'previous' | 'generation' | 'now'>;

/** Writes what is found about IstioOperator objects where people look for it: status and Events. */
export interface StatusReporter {
  /** @returns the status that the object has now, `null` when there is no such object */
  readonly report: (object: ReportedObject, findings: Findings) => Promise<OperatorStatus | null>;
}

/** What reporting needs of the world. */
export interface StatusReporterOptions {
  readonly client: KubeClient;
  readonly events: EventRecorder;
  readonly now: () => number;
}

/** Opens a reporter. Its account needs get on istiooperators, patch on their status, and what Events need. */
export function createStatusReporter({
  client,
  events,
  now,
}: StatusReporterOptions): StatusReporter {
  return {
    report: async ({ namespace, name, generation }, findings) => {
      const stored = await readStatus(client, { namespace, name });
      if (!stored.found) return null;
      const { status: previous, uid } = stored;
      const status = operatorStatus({
        ...findings,
        previous,
        generation: generation ?? stored.generation,
        now: now(),
      });
      const written = await writeStatus(client, { namespace, name, uid }, status, stored);
      if (written.type === 'gone') return null;
      const event = statusEvent(previous, status);
      const { group, version, kind } = OPERATOR_RESOURCE;
      const subject = { apiVersion: `${group}/${version}`, kind, namespace, name, uid };
      if (event !== null) await events.record(subject, event);
      return status;
    },
  };
}
