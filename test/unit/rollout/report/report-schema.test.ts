import Ajv2020 from 'ajv/dist/2020';
import schema from '../../../../docs/rollout-report.schema.json';
import { known, unknown } from '../../../../lib/rollout/fact';
import { fleetReport } from '../../../../lib/rollout/report/fleet-report';
import type { ReportInput } from '../../../../lib/rollout/report/report-input';
import { rolloutReport } from '../../../../lib/rollout/report/rollout-report';
import type { Phase } from '../../../../lib/rollout/phase';
import { closedSchema } from '../../../support/closed-schema';
import { NOW } from '../../../support/metrics-builders';
import { aReportInput, explained } from '../../../support/report-builders';
import { withPod } from '../../../support/report-clusters';
import { SITUATIONS } from '../../../support/report-situations';

describe('the published schema', () => {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  const strict = ajv.compile(closedSchema(schema));
  const all = [
    ...SITUATIONS.map(([, changes]) => rolloutReport(aReportInput(changes))),
    ...['web', 'ledger', 'core'].map((name) => explained(aReportInput(), name)),
    explained(aReportInput({ observation: withPod() }), 'bank'),
    aFleetReport(),
  ];

  it('describes every report and explanation, field by field', () => {
    for (const one of all) {
      strict(one);
      expect(strict.errors).toBeNull();
    }
  });

  it('knows every phase there is', () => {
    const phases: Readonly<Record<Phase | 'not-started', true>> = {
      'not-started': true,
      installing: true,
      proving: true,
      adopting: true,
      moving: true,
      retaining: true,
      'handing-over': true,
      removing: true,
      done: true,
      'rolling-back': true,
      'rolled-back': true,
    };
    expect([...schema.$defs.phase.enum].sort()).toEqual(Object.keys(phases).sort());
  });

  it('describes nothing that is never there', () => {
    const seen = new Set(all.flatMap(keysOf));
    const described = keysOfProperties(schema);
    expect(described.filter((key) => !seen.has(key))).toEqual([]);
  });
});

/** Of two clusters, of which one cannot be asked. */
function aFleetReport() {
  const look = (cluster: string) => ({ cluster, environment: `multi-${cluster}` });
  const looks = [
    { ...look('eu-1'), input: known(aReportInput(), NOW) },
    { ...look('us-1'), input: unknown<ReportInput>('no answer', NOW) },
  ];
  return fleetReport('multi', looks, NOW);
}

function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [key, ...keysOf(one)]);
}

function keysOfProperties(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOfProperties);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'properties' in value ? Object.keys(value.properties as object) : [];
  return [...own, ...Object.values(value).flatMap(keysOfProperties)];
}
