import { known, unknown } from '../../../../lib/rollout/fact';
import { rolloutReport } from '../../../../lib/rollout/report/rollout-report';
import { NOW, RELEASED_AT } from '../../../support/metrics-builders';
import { aReportInput, aReportObservation, someTraffic } from '../../../support/report-builders';

const gateOf = (name: string, input = aReportInput()) => {
  const found = rolloutReport(input).gates.find(
    ({ gate, wave }) => gate === name && wave === 'web',
  );
  if (found === undefined) throw new Error(`no gate ${name}`);
  return found;
};

describe('the series of a gate', () => {
  it('adds up to what the gate says that it counted, and to its baseline', () => {
    for (const name of ['success-rate', 'latency']) {
      const { series, counted, baseline } = gateOf(name);
      const sum = (when: string) => {
        const points = series.filter((one) => one.when === when);
        return {
          bad: points.reduce((total, { bad }) => total + bad, 0),
          all: points.reduce((total, { all }) => total + all, 0),
        };
      };
      expect(sum('evidence')).toEqual(counted);
      expect(sum('before')).toEqual(baseline);
      expect(counted?.all).toBe(2_000);
    }
  });

  it('goes on from the minutes before the wave to now, in order, each bound around its share', () => {
    const { series } = gateOf('success-rate');
    const times = series.map(({ to }) => Date.parse(to));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(
      series
        .filter(({ when }) => when === 'before')
        .map(({ to }) => Date.parse(to))
        .at(-1),
    ).toBe(RELEASED_AT);
    expect(times.at(-1)).toBe(NOW);
    for (const { bad, all, bounds } of series.filter((one) => one.all > 0)) {
      expect(bounds.lower).toBeLessThanOrEqual(bad / all);
      expect(bounds.upper).toBeGreaterThan(bad / all);
    }
    expect(series.length).toBeLessThanOrEqual(32);
  });

  it('is of the member that is in breach where one is', () => {
    const traffic = someTraffic(400);
    const input = aReportInput({
      observation: aReportObservation({ metrics: known(traffic, NOW) }),
    });
    const { verdict, subject, series } = gateOf('success-rate', input);
    expect([verdict, subject]).toEqual(['Fail', 'Namespace shop']);
    expect(
      series.filter(({ when }) => when === 'evidence').reduce((total, { bad }) => total + bad, 0),
    ).toBe(400);
  });

  it('is empty of a gate that counts nothing, and where Prometheus does not answer', () => {
    expect(gateOf('workloads').series).toEqual([]);
    const metrics = unknown<ReturnType<typeof someTraffic>>('no answer', NOW);
    const input = aReportInput({ observation: aReportObservation({ metrics }) });
    expect(gateOf('success-rate', input).series).toEqual([]);
  });
});
