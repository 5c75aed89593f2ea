import { pass, type Gate } from '../../gates/gate';
import type { RolloutRecord } from '../../record';
import type { AlertFact } from '../metrics-fact';
import type { AlertSpec } from '../metrics-spec';
import { open } from '../share-gate';

const GATE = 'alerts';

/** Passes when none of the team's own alerts fires; one that fired before the wave is not the wave's doing. */
export function alertsGate(record: RolloutRecord): Gate {
  return (wave, { metrics }) => {
    const wanted = record.plan.metrics?.alerts ?? [];
    if (!metrics?.known) {
      const reason = metrics === null ? 'no metrics were asked for' : metrics.reason;
      return open(GATE, 'Error', 'unknown', reason);
    }
    const index = record.plan.waves.findIndex(({ name }) => name === wave.name);
    const releasedAt = record.progress[index]?.releasedAt ?? 0;
    const { alerts } = metrics.value;
    for (const alert of wanted) {
      const rules = alerts.filter(({ name }) => name === alert.name);
      if (rules.length === 0 || rules.some(({ healthy }) => !healthy)) {
        const found = rules.length === 0 ? 'is not known to Prometheus' : 'cannot be evaluated';
        return open(GATE, 'NoData', alert.name, `alert ${alert.name} ${found}`);
      }
      const firing = firingOf(alert, rules);
      const since = firing === null ? null : new Date(firing).toISOString();
      const found = { gate: GATE, namespace: '', subject: `alert ${alert.name}`, value: 'firing' };
      if (firing !== null && firing < releasedAt) {
        const message = `alert ${alert.name} has been firing since ${since ?? ''}, before wave ${wave.name}`;
        return { ...found, verdict: 'Environment', message, patient: true };
      }
      if (firing !== null) {
        const message = `alert ${alert.name} has been firing since ${since ?? ''}`;
        return { ...found, verdict: 'Fail', message };
      }
    }
    return pass(GATE, `${wanted.length} quiet`, `none of ${wanted.length} alerts fires`);
  };
}

/** Since when an alert with the wanted labels has been firing; `null` when none does. */
function firingOf({ labels = {} }: AlertSpec, rules: readonly AlertFact[]): number | null {
  const since = rules
    .flatMap(({ firing }) => firing)
    .filter((one) => Object.entries(labels).every(([name, value]) => one.labels[name] === value))
    .map((one) => one.since);
  return since.length === 0 ? null : Math.min(...since);
}
