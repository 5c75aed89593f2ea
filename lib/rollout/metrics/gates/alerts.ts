import { combineVerdicts } from '../../combine-verdicts';
import { pass, type Gate } from '../../gates/gate';
import type { RolloutRecord } from '../../record';
import type { GateResult } from '../../verdict';
import type { AlertFact } from '../metrics-fact';
import type { AlertSpec } from '../metrics-spec';
import { open } from '../traffic-reader';

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
    const results = wanted.map((alert) => judgeAlert(alert, alerts, wave.name, releasedAt));
    // An alert that nobody knows must not hide another that fires.
    const worst = combineVerdicts(results.map(({ verdict }) => verdict));
    return (
      results.find(({ verdict }) => verdict === worst && verdict !== 'Pass') ??
      pass(GATE, `${wanted.length} quiet`, `none of ${wanted.length} alerts fires`)
    );
  };
}

function judgeAlert(
  alert: AlertSpec,
  alerts: readonly AlertFact[],
  wave: string,
  releasedAt: number,
): GateResult {
  const rules = alerts.filter(({ name }) => name === alert.name);
  if (rules.length === 0 || rules.some(({ healthy }) => !healthy)) {
    const found = rules.length === 0 ? 'is not known to Prometheus' : 'cannot be evaluated';
    return open(GATE, 'NoData', alert.name, `alert ${alert.name} ${found}`);
  }
  const firing = firingOf(alert, rules);
  if (firing === null) return pass(GATE, 'quiet', `alert ${alert.name} is quiet`);
  const found = { gate: GATE, namespace: '', subject: `alert ${alert.name}`, value: 'firing' };
  const message = `alert ${alert.name} has been firing since ${new Date(firing).toISOString()}`;
  return firing < releasedAt
    ? {
        ...found,
        verdict: 'Environment',
        message: `${message}, before wave ${wave}`,
        patient: true,
      }
    : { ...found, verdict: 'Fail', message };
}

/** Since when an alert with the wanted labels has been firing; `null` when none does. */
function firingOf({ labels = {} }: AlertSpec, rules: readonly AlertFact[]): number | null {
  const since = rules
    .flatMap(({ firing }) => firing)
    .filter((one) => Object.entries(labels).every(([name, value]) => one.labels[name] === value))
    .map((one) => one.since);
  return since.length === 0 ? null : Math.min(...since);
}
