import type { MappedResource } from '../deploy/map-tree';
import { sourceDigest } from '../deploy/source-digest';
import {
  reportDocuments,
  type ReportedDocument,
  type ReportPorts,
} from '../reconcile/report-documents';
import type { DigestSince } from '../rollout/status/operator-status';
import type { Interrupt } from './interrupt';

/** How long what was changed may take to get healthy: webhooks and endpoints follow an istiod that is ready. */
const LIMIT_MS = 60_000;

const PAUSE_MS = 1_000;

/**
 * Since when a source is applied, in milliseconds. Where the last status is about another one, whoever applied this one was
 * stopped before it looked: that was just now, for all that is known.
 */
export function appliedSince(
  last: DigestSince | null,
  resources: readonly MappedResource[],
  now: number,
): number {
  return last?.digest === sourceDigest(resources) ? Date.parse(last.time) : now;
}

/**
 * Looks until everything is healthy or time is up; where all of it was applied long ago one look is enough.
 * @param since - when it was applied, epoch milliseconds
 */
export async function waitForHealth(
  resources: readonly MappedResource[],
  ports: ReportPorts,
  { since, interrupt }: { readonly since: number; readonly interrupt: Interrupt },
): Promise<readonly ReportedDocument[]> {
  const deadline = since + LIMIT_MS;
  for (;;) {
    const isLast = Date.now() >= deadline || interrupt.signal.aborted;
    const reported = await reportDocuments(resources, ports, !isLast);
    if (isLast || reported.every(({ status }) => status?.phase === 'Ready')) return reported;
    await interrupt.sleep(PAUSE_MS);
  }
}
