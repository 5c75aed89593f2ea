import { known } from '../../../../lib/rollout/fact';
import { rolloutReport } from '../../../../lib/rollout/report/rollout-report';
import { NOW } from '../../../support/metrics-builders';
import { aReportInput, aReportObservation, aReportRecord } from '../../../support/report-builders';
import { aNamespace } from '../../../support/rollout-builders';
import { BARE_POD } from '../../../support/report-clusters';
import { SITUATIONS } from '../../../support/report-situations';

describe('the report of a rollout', () => {
  it.each(SITUATIONS)('that %s', (_, changes, expected) => {
    expect(rolloutReport(aReportInput(changes))).toMatchObject(expected);
  });

  it('counts errors and slow answers of each member beside what is allowed', () => {
    const { waves } = rolloutReport(aReportInput());
    const shares = waves[1]?.members[0]?.shares;
    expect(shares).toMatchObject({
      requests: 2_000,
      errors: { bad: 1, all: 2_000, limit: 0.01 },
      slow: { bad: 3, all: 2_000, limit: 0.01 },
    });
    expect(shares?.errors?.upper).toBeGreaterThan(1 / 2_000);
  });

  it('gives value, bounds, limit and query of each gate that counts', () => {
    const { gates } = rolloutReport(aReportInput());
    expect(gates.find(({ gate, wave }) => gate === 'success-rate' && wave === 'web')).toMatchObject(
      {
        verdict: 'Pass',
        counted: { bad: 1, all: 2_000 },
        limit: 0.01,
        query: expect.stringContaining('istio_requests_total') as string,
      },
    );
  });

  it('knows a namespace that was made anew under the same name as vanished', () => {
    const namespaces = known([aNamespace({ uid: 'another' })], NOW);
    const observation = aReportObservation({ namespaces });
    const { waves, coverage } = rolloutReport(aReportInput({ observation }));
    expect(waves[1]?.members).toMatchObject([{ name: 'shop', state: 'vanished' }]);
    expect(coverage.members).toEqual({ moved: 1, all: 1 });
  });

  it('takes for the way back as long as what goes back took to get well', () => {
    const seconds = (kept: number) => {
      const record = aReportRecord({ phase: 'rolling-back', kept });
      return rolloutReport(aReportInput({ record })).wayBack?.seconds;
    };
    expect([seconds(0), seconds(1)]).toEqual([20 + 40, 40]);
  });

  it('stays small for a mesh of 10,000 pods that no restart moves', () => {
    const pods = Array.from({ length: 10_000 }, (_, index) => ({
      ...BARE_POD,
      name: `tool-${index}`,
    }));
    const observation = aReportObservation({ pods: known(pods, NOW) });
    const { leftBehind } = rolloutReport(aReportInput({ observation }));
    expect(leftBehind.unmovableCount).toBe(10_000);
    expect(leftBehind.unmovable).toHaveLength(50);
  });
});
