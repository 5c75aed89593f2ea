import { rolloutReport, type RolloutReport } from '../../lib/rollout/report/rollout-report';
import { aLargeRecord } from './large-mesh';
import { aLargeObservation } from './large-observation';
import { aReportInput } from './report-builders';
import { asApplied, AT } from './rollout-builders';

/** A report of so many namespaces, a hundred in each wave, half of which have moved. */
export function aLargeReport(count: number): RolloutReport {
  const record = aLargeRecord(count);
  const released = Math.ceil(record.plan.waves.length / 2);
  const moving = asApplied({
    ...record,
    phase: 'moving',
    released,
    progress: Array.from({ length: released }, () => ({
      releasedAt: AT - 900_000,
      healthySince: AT - 800_000,
      countedFrom: null,
      istiods: {},
      certified: true,
    })),
  });
  return rolloutReport(
    aReportInput({ record: moving, observation: aLargeObservation(record, AT), now: AT }),
  );
}
