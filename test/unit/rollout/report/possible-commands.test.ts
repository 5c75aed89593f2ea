import { readToken } from '../../../../lib/rollout/commands/command-token';
import { possibleCommands } from '../../../../lib/rollout/report/possible-commands';
import { NOW } from '../../../support/metrics-builders';
import { aReportInput, aReportRecord } from '../../../support/report-builders';

const possible = (
  changes: Parameters<typeof aReportRecord>[0] = {},
  more: Parameters<typeof aReportInput>[0] = {},
) => possibleCommands(aReportInput({ record: aReportRecord(changes), ...more }));
const types = (...args: Parameters<typeof possible>) => possible(...args).map(({ type }) => type);

describe('what a rollout can be told', () => {
  it('is what it would heed now, with a token that is about it', () => {
    const told = possible();
    expect(told.map(({ command }) => command)).toEqual([
      'istio-revisions rollout approve 7f3c9a12.1/core --env dev',
      'istio-revisions rollout pause 7f3c9a12.1 --env dev',
      'istio-revisions rollout rollback 7f3c9a12.1 --env dev',
    ]);
    for (const { command } of told)
      expect(readToken(aReportRecord(), command.split(' ')[3] ?? '')).not.toBeNull();
  });

  it('is to go on, where it is paused', () => {
    const paused = { by: 'ann', at: NOW, reason: '' };
    expect(types({ paused })).toEqual(['approve', 'resume', 'rollback']);
  });

  it.each(['done', 'rolled-back'] as const)('is nothing once it is %s', (phase) => {
    expect(types({ phase })).toEqual([]);
  });

  it('is nothing while it goes back, and before it was started', () => {
    expect(types({ phase: 'rolling-back' })).not.toContain('rollback');
    expect(types({}, { started: false })).toEqual([]);
  });
});
