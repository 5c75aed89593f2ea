import type { Gate } from '../gates/gate';
import type { RolloutRecord } from '../record';
import { alertsGate } from './gates/alerts';
import { budgetGate } from './gates/budget';
import { coverageGate } from './gates/coverage';
import { expiryGate } from './gates/expiry';
import { latencyRule } from './gates/latency';
import { ownCountGate } from './gates/own-count';
import { deniedRule, plaintextRule } from './gates/policies';
import { successRule } from './gates/success-rate';
import { trafficGate } from './gates/traffic';
import { shareGate } from './share-gate';
import { trafficReader } from './traffic-reader';

/** The gates that judge what users feel; none where the plan asks for no metrics. */
export function metricGates(record: RolloutRecord): readonly Gate[] {
  if (record.plan.metrics === null) return [];
  const reader = trafficReader(record);
  return [
    coverageGate(record, reader),
    trafficGate(record, reader),
    expiryGate(record, reader),
    ...[successRule, latencyRule, plaintextRule, deniedRule].map((rule) =>
      shareGate(record, rule, reader),
    ),
    budgetGate(record, reader),
    ...record.plan.metrics.counts.map((count) => ownCountGate(record, count, reader)),
    alertsGate(record),
  ];
}
