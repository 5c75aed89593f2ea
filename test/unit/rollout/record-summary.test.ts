import { recordSummary } from '../../../lib/rollout/record-summary';
import { aGatewayWave, aNamespaceWave, aRecord } from '../../support/rollout-builders';

const waves = [aGatewayWave(), aNamespaceWave('web', ['shop', 'bank'])];
const summary = (released: number) =>
  recordSummary(aRecord({ plan: { ...aRecord().plan, waves }, released, attempt: 2 }));

describe('what is said where a record is stored', () => {
  it('names the rollout, its place and its plan', () => {
    expect(summary(1)).toBe(
      [
        'rollout: 1-30 to 1-31, attempt 2',
        'phase: moving',
        'wave: edge (1 of 2 released)',
        'status: wave 1/2 edge: moving',
        'namespaces: 2',
        'plan: h',
        '',
      ].join('\n'),
    );
  });

  it('names no wave before the first', () => {
    expect(summary(0)).toContain('wave: none (0 of 2 released)');
  });
});
