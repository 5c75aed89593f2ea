import type { Gate } from '../gates/gate';
import type { RolloutRecord } from '../record';
import { alertsGate } from './gates/alerts';
import { coverageGate } from './gates/coverage';
import { expiryGate } from './gates/expiry';
import { latencyRule } from './gates/latency';
import { deniedRule, plaintextRule } from './gates/policies';
import { successRule } from './gates/success-rate';
import { trafficGate } from './gates/traffic';
import { shareGate } from './share-gate';

/** The gates that judge what users feel; none where the plan asks for no metrics. */
export function metricGates(record: RolloutRecord): readonly Gate[] {
  if (record.plan.metrics === null) return [];
  return [
    coverageGate(record),
    trafficGate(record),
    expiryGate(record),
    ...[successRule, latencyRule, plaintextRule, deniedRule].map((rule) => shareGate(record, rule)),
    alertsGate(record),
  ];
}
