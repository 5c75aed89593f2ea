import type { MappedResource } from '../deploy/map-tree';
import {
  reportDocuments,
  type ReportedDocument,
  type ReportPorts,
} from '../reconcile/report-documents';
import type { Interrupt } from './interrupt';

/** How long what was changed may take to get healthy: webhooks and endpoints follow an istiod that is ready. */
const LIMIT_MS = 60_000;

const PAUSE_MS = 1_000;

/** Looks until everything is healthy or time is up; where nothing was changed one look is enough. */
export async function waitForHealth(
  resources: readonly MappedResource[],
  ports: ReportPorts,
  { changed, interrupt }: { readonly changed: boolean; readonly interrupt: Interrupt },
): Promise<readonly ReportedDocument[]> {
  const deadline = Date.now() + (changed ? LIMIT_MS : 0);
  for (;;) {
    const isLast = Date.now() >= deadline || interrupt.signal.aborted;
    const reported = await reportDocuments(resources, ports, !isLast);
    if (isLast || reported.every(({ status }) => status?.phase === 'Ready')) return reported;
    await interrupt.sleep(PAUSE_MS);
  }
}
