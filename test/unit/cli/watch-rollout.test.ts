import { changeLine } from '../../../lib/cli/views/change-line';
import { reportPage } from '../../../lib/cli/views/report-page';
import { watchRollout } from '../../../lib/cli/watch-rollout';
import { rolloutReport, type RolloutReport } from '../../../lib/rollout/report/rollout-report';
import type { Phase } from '../../../lib/rollout/phase';
import { NOW } from '../../support/metrics-builders';
import { aReportInput, aReportRecord } from '../../support/report-builders';

const at = (phase: Phase, now = NOW): RolloutReport =>
  rolloutReport(aReportInput({ record: aReportRecord({ phase }), now }));

/** Watches until it ends; gives what was said on stdout and stderr, and the exit code. */
async function watch(
  looks: readonly (RolloutReport | Error)[],
  options: { readonly json?: true } = {},
) {
  const said: string[] = [];
  const troubles: string[] = [];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    troubles.push(String(text));
    return true;
  });
  jest.useFakeTimers();
  let made = 0;
  const look = () => {
    const next = looks[made];
    made += 1;
    // Whoever watches stops when there is nothing more to see.
    if (next === undefined) process.emit('SIGINT');
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next ?? at('moving'));
  };
  try {
    const ended = watchRollout(
      look,
      { pageOf: reportPage, lineOf: changeLine },
      { env: 'dev', format: 'text', ...options },
    );
    await jest.advanceTimersByTimeAsync(60_000);
    return { code: await ended, said, troubles };
  } finally {
    jest.useRealTimers();
    out.mockRestore();
    err.mockRestore();
  }
}

describe('watching a rollout where there is no terminal', () => {
  it('has a line per change, and ends with the rollout', async () => {
    const { code, said } = await watch([at('moving'), at('moving', NOW + 1_000), at('done')]);
    expect(code).toBe(0);
    expect(said).toEqual([
      expect.stringMatching(/^\S+Z running {2}wave 2\/3 web: .*\n$/),
      expect.stringMatching(/^\S+Z done {2}/),
    ]);
  });

  it('ends with 3 when it went back, and has a document per change as JSON', async () => {
    const { code, said } = await watch([at('moving'), at('rolled-back')], { json: true });
    expect(code).toBe(3);
    expect(said.map((line) => (JSON.parse(line) as RolloutReport).state)).toEqual([
      'running',
      'rolled-back',
    ]);
  });

  it('tells a look that failed, and looks again', async () => {
    const { code, said, troubles } = await watch([new Error('no answer'), at('done')]);
    expect([code, said.length, troubles]).toEqual([0, 1, ['no answer\n']]);
  });

  it('stops at Ctrl-C, without a word and without an error', async () => {
    const { code, said, troubles } = await watch([at('moving')]);
    expect([code, said.length, troubles]).toEqual([0, 1, []]);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});
