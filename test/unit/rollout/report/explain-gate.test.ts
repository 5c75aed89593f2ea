import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainGate } from '../../../../lib/rollout/report/explain-gate';
import type { GateResult } from '../../../../lib/rollout/verdict';
import { aMetricsRecord } from '../../../support/metrics-builders';

const { plan } = aMetricsRecord();
const result = (changes: Partial<GateResult>): GateResult => ({
  gate: 'labels',
  verdict: 'Inconclusive',
  namespace: '',
  subject: '',
  value: '',
  message: '',
  ...changes,
});
const share = (all: number, bad: number, changes: Partial<GateResult> = {}) =>
  result({ gate: 'success-rate', counted: { bad, all }, limit: 0.01, patient: true, ...changes });

describe('what would change the verdict of a gate', () => {
  it.each<[string, GateResult, string]>([
    ['that passes', result({ verdict: 'Pass' }), 'it is asked again at every look'],
    ['that is not decided', result({}), 'it has 60 s to pass; after that it has failed'],
    [
      'that is patient',
      result({ patient: true }),
      'it is waited for up to 1800 s, then a person has to look',
    ],
    [
      'that could not be asked',
      result({ verdict: 'Error' }),
      'it is judged once it can be asked again',
    ],
    ['that failed', result({ verdict: 'Fail' }), 'nothing: what moved goes back'],
    [
      'that is broken elsewhere',
      result({ verdict: 'Environment' }),
      'it passes once what is broken outside the wave is mended',
    ],
    [
      'with too few requests',
      share(99, 0),
      'it passes after 200 more requests with none of them bad',
    ],
    [
      'with some that failed',
      share(500, 4),
      'it passes when surely no more than 1.00 % are bad; 4 of 500 are',
    ],
    [
      'whose share passes',
      share(5_000, 4, { verdict: 'Pass' }),
      'it fails when surely more than 1.00 % of requests are bad',
    ],
    ['whose share failed', share(500, 90, { verdict: 'Fail' }), 'nothing: what moved goes back'],
    [
      'that had no requests to judge',
      share(0, 0, { verdict: 'NoData' }),
      'it passes after 299 more requests with none of them bad',
    ],
  ])('%s', (_, found, change) => {
    expect(explainGate(found, plan).change).toBe(change);
  });

  it('names its rule, with the limit where it judges a share', () => {
    expect(explainGate(result({}), plan).rule).toMatch(/carries the revision/);
    expect(explainGate(share(1, 0), plan).rule).toMatch(/upper bound.*the limit is 1.00 %/);
    expect(explainGate(result({ gate: 'new-gate' }), plan).rule).toBe(
      'passes when what it looks at is proved',
    );
  });

  it('has a rule for every gate there is', () => {
    const gates = gatesInSource();
    expect(gates).toEqual(expect.arrayContaining(['admission', 'labels', 'tags', 'workloads']));
    // Shares are told by their limit.
    const judgedByLimit = ['success-rate', 'latency', 'plaintext', 'denied'];
    const others = gates.filter((gate) => !judgedByLimit.includes(gate));
    const rules = others.map((gate) => [gate, explainGate(result({ gate }), plan).rule]);
    expect(rules.filter(([, rule]) => rule === 'passes when what it looks at is proved')).toEqual(
      [],
    );
  });
});

function gatesInSource(): readonly string[] {
  const root = join(__dirname, '../../../../lib/rollout');
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const sources = paths.filter((path) => path.endsWith('.ts'));
  const named = sources.flatMap((path) => [
    ...readFileSync(join(root, path), 'utf8').matchAll(/(?:GATE =|gate:) '([a-z-]+)'/g),
  ]);
  return [...new Set(named.map(([, gate = '']) => gate))];
}
