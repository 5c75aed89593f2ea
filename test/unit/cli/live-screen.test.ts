import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { lineScreen, treeScreen } from '../../../lib/cli/live-screen';
import { watchRun } from '../../../lib/cli/watch-run';
import { wait } from '../../../lib/rollout/decide';
import type { FleetReport } from '../../../lib/rollout/report/fleet-report';
import { rolloutReport, type RolloutReport } from '../../../lib/rollout/report/rollout-report';
import { devEnvironment } from '../../../stacks/environments/dev';
import type { EnvironmentSpec } from '../../../stacks/environments';
import { drawnScreen } from '../../support/drawn-screen';
import { inTerminal } from '../../support/in-terminal';
import { NOW } from '../../support/metrics-builders';
import { aReportInput, aReportObservation, aReportRecord } from '../../support/report-builders';

const report = rolloutReport(aReportInput());

function aTerminal(size: { readonly columns?: number; readonly rows?: number } = {}) {
  const done: string[] = [];
  const redraw = Object.assign(
    (text: string) => done.push(`draw ${String(text.split('\n').length)}`),
    {
      clear: () => done.push('clear'),
      done: () => done.push('done'),
    },
  );
  const write = (text: string) => done.push(`write ${text}`);
  return { done, redraw, terminal: { write, ...size } };
}

describe('a terminal that shows a run', () => {
  it('has every line above what is drawn, and leaves that at the end', () => {
    const { done, redraw, terminal } = aTerminal({ columns: 100, rows: 6 });
    const screen = treeScreen(terminal, redraw, false);
    screen.say('first');
    screen.show?.(report);
    screen.say('second');
    screen.close();
    screen.say('after');
    expect(done).toEqual(
      ['clear', 'write first\n', 'draw 5', 'clear', 'write second\n', 'draw 5', 'done'].concat([
        'clear',
        'write after\n',
      ]),
    );
  });

  it('has lines only where nothing can be drawn', () => {
    const { done, terminal } = aTerminal();
    const screen = lineScreen(terminal);
    screen.say('one');
    screen.close();
    expect([screen.show, done]).toEqual([null, ['write one\n']]);
  });

  const program = ['-r', '@swc-node/register', join('test', 'support', 'show-tree-main.ts')];
  const inOne = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    inTerminal(args, [], env, program);

  it('draws over what it drew, and never over what it told: in a real one', async () => {
    const { code, raw } = await inOne([]);
    const lines = drawnScreen(raw);
    expect(code).toBe(0);
    expect(lines.slice(0, 2)).toEqual(['before', 'meanwhile']);
    expect(lines.filter((line) => line.includes('wave 2 web'))).toEqual([
      '├ ◌ wave 2 web  soaking  2/2 proxies  30s left',
    ]);
    // eslint-disable-next-line no-control-regex -- colours
    expect(raw).not.toMatch(/\u001b\[\d*m/);
  }, 60_000);

  it('has colours where they are wanted', async () => {
    const { raw } = await inOne([], { NO_COLOR: '', FORCE_COLOR: '1' });
    expect(raw).toContain('\u001b[1mdev\u001b[22m');
    expect(stripVTControlCharacters(raw)).toContain('30s left');
  }, 60_000);

  it.each<[string, readonly string[], NodeJS.ProcessEnv]>([
    ['continuous integration', [], { CI: 'true' }],
    ['a program', ['--json'], {}],
  ])(
    'draws nothing for %s',
    async (_who, args, env) => {
      expect((await inOne(args, env)).raw).toBe('before\r\nmeanwhile\r\n');
    },
    60_000,
  );
});

describe('a run that is shown as it goes on', () => {
  const EU: EnvironmentSpec = { ...devEnvironment, name: 'prod-eu' };
  const US: EnvironmentSpec = { ...devEnvironment, name: 'prod-us' };
  const deciding = wait(aReportRecord());
  const ended = { ...deciding, next: { type: 'stop', outcome: 'done', message: '' } } as const;

  /** Shows what a driver sees, at these times; showing takes `tookMs`. */
  function shown(environments: readonly EnvironmentSpec[], tookMs = 0) {
    const reports: (RolloutReport | FleetReport)[] = [];
    const told: unknown[] = [];
    let now = NOW;
    const watching = watchRun(
      'prod',
      environments,
      (one) => {
        reports.push(one);
        now += tookMs;
      },
      () => now,
    );
    const nothing = () => undefined;
    const reporter = { action: nothing, preview: nothing, note: nothing };
    const see = (environment: EnvironmentSpec, afterMs: number, decision = deciding) => {
      now += afterMs;
      watching(environment, {
        ...reporter,
        decision: (one) => told.push(one),
      }).decision(decision, aReportObservation());
    };
    return { reports, told, see };
  }

  it('is shown by what its driver sees, and asks no cluster', () => {
    const { reports, told, see } = shown([EU]);
    see(EU, 0);
    expect(reports).toMatchObject([
      { environment: 'prod-eu', state: 'running', waves: [{}, {}, {}] },
    ]);
    expect(told).toEqual([deciding]);
  });

  it('is shown once in a second, and its end at once; it is told each time', () => {
    const { reports, told, see } = shown([EU]);
    for (const afterMs of [0, 400, 400, 400]) see(EU, afterMs);
    expect(reports.length).toBe(2);
    see(EU, 10, ended);
    expect([reports.length, told.length]).toEqual([3, 5]);
  });

  it('takes no more than a twentieth of the time, however large it is', () => {
    const { reports, see } = shown([EU], 500);
    for (let looks = 0; looks < 25; looks += 1) see(EU, 1_000);
    expect(reports.length).toBe(3);
  });

  it('has every cluster of a fleet, also those that were not looked at yet', () => {
    const { reports, see } = shown([EU, US]);
    see(EU, 0);
    see(US, 2_000);
    const seen = reports.map((one) =>
      'waves' in one ? [] : one.clusters.map(({ unknown }) => unknown),
    );
    expect(seen).toEqual([
      [null, 'not looked at yet'],
      [null, null],
    ]);
  });
});
