import fc from 'fast-check';
import { operatorStatus } from '../../../../lib/rollout/status/operator-status';
import { NOW, statusesOf, statusInputs } from '../../../support/status-builders';

/** The same runs each time, so that a failure can be looked at. */
const PARAMETERS = { seed: 20_261_125, numRuns: 300 };

describe('over any reconciles, the status', () => {
  const runs = fc.array(statusInputs, { minLength: 1, maxLength: 6 });

  it('is deeply equal for equal inputs at a later time, so that nothing has to be written', () => {
    fc.assert(
      fc.property(runs, (inputs) => {
        const status = statusesOf(inputs).at(-1)!;
        const later = NOW + 86_400_000;
        expect(operatorStatus({ ...inputs.at(-1)!, previous: status, now: later })).toEqual(status);
      }),
      PARAMETERS,
    );
  });

  it('has each condition once, the steps first and Ready last', () => {
    fc.assert(
      fc.property(runs, (inputs) => {
        for (const { conditions } of statusesOf(inputs)) {
          const types = conditions.map(({ type }) => type);
          expect(types.slice(0, 3)).toEqual(['SpecValid', 'Rendered', 'Applied']);
          expect(types.at(-1)).toBe('Ready');
          expect(new Set(types).size).toBe(types.length);
        }
      }),
      PARAMETERS,
    );
  });

  it('changes the time of a condition exactly with its status', () => {
    fc.assert(
      fc.property(runs, (inputs) => {
        const statuses = statusesOf(inputs);
        statuses.slice(1).forEach((status, index) => {
          const before = statuses[index]!.conditions;
          for (const { type, status: is, lastTransitionTime } of status.conditions) {
            const was = before.find((one) => one.type === type);
            if (was === undefined) continue;
            expect(was.lastTransitionTime === lastTransitionTime).toBe(was.status === is);
          }
        });
      }),
      PARAMETERS,
    );
  });

  it('says ready only where this generation is applied and nothing about its health is bad or unknown', () => {
    let ready = 0;
    fc.assert(
      fc.property(runs, (inputs) => {
        for (const { observedGeneration, conditions } of statusesOf(inputs)) {
          if (conditions.at(-1)?.status !== 'True') continue;
          expect(conditions.map(({ status }) => status)).not.toContain('Unknown');
          expect(conditions.map(({ status }) => status)).not.toContain('False');
          expect(conditions[2]?.observedGeneration).toBe(observedGeneration);
          ready += 1;
        }
      }),
      PARAMETERS,
    );
    expect(ready).toBeGreaterThan(10);
  });

  it('fits into one line and into what the API server stores', () => {
    fc.assert(
      fc.property(runs, (inputs) => {
        for (const { message, conditions } of statusesOf(inputs)) {
          expect(message).not.toMatch(/\n/);
          expect([...message].length).toBeLessThanOrEqual(500);
          for (const one of conditions) expect([...one.message].length).toBeLessThanOrEqual(2_000);
        }
      }),
      PARAMETERS,
    );
  });
});
