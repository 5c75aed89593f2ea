import * as fc from 'fast-check';
import { commandLines } from '../../../lib/cli/views/live/command-lines';
import { cutLine } from '../../../lib/cli/views/live/cut-line';
import { fitParts } from '../../../lib/cli/views/live/fit-parts';
import { liveTree } from '../../../lib/cli/views/live/live-tree';
import type { Line } from '../../../lib/cli/views/page/page';
import { known, unknown } from '../../../lib/rollout/fact';
import {
  fleetReport,
  type ClusterLook,
  type FleetReport,
} from '../../../lib/rollout/report/fleet-report';
import type { ReportInput } from '../../../lib/rollout/report/report-input';
import { rolloutReport, type RolloutReport } from '../../../lib/rollout/report/rollout-report';
import { HOSTILE, hostileInput } from '../../support/hostile-look';
import { NOW } from '../../support/metrics-builders';
import {
  aReportInput,
  aReportObservation,
  aReportRecord,
  someTraffic,
} from '../../support/report-builders';
import { SITUATIONS } from '../../support/report-situations';

const textOf = (line: Line) => line.map(({ text }) => text).join('');
const WIDE = { columns: 160, rows: 60 };
const tree = (report: RolloutReport | FleetReport, room = WIDE) =>
  liveTree(report, room).map(textOf);
const treeOf = (changes: Partial<ReportInput>, room = WIDE) =>
  tree(rolloutReport(aReportInput(changes)), room);

const soaking = { record: aReportRecord({ passingSince: NOW - 20_000 }) };

function fleetOf(inputs: readonly (ReportInput | null)[]): FleetReport {
  const looks = inputs.map((input, index): ClusterLook => ({
    cluster: `eu-${String(index)}`,
    environment: `prod-eu-${String(index)}`,
    input: input === null ? unknown('connect ECONNREFUSED', NOW) : known(input, NOW),
  }));
  return fleetReport('prod', looks, NOW);
}

describe('a rollout as it is watched', () => {
  it('has its waves, what the gates found and allow, how long it takes and how it goes back', () => {
    expect(treeOf(soaking)).toEqual([
      'dev  moving  1-30 (1.30.3) → 1-31 (1.31.0)  plan 7f3c9a12.1  attempt 1  wave 2/3 web  2 of 4 members  60 % of 5 proxies',
      '├ ✔ wave 1 edge  proved  1/1 proxies',
      '├ ◌ wave 2 web  soaking  2/2 proxies  40s left',
      '│  ✔ success-rate: 0.05 % of 2000 (0.00–0.18 %), at most 1.00 % is allowed',
      '│  ✔ latency: 0.15 % of 2000 (0.02–0.38 %), at most 1.00 % is allowed',
      '│  ✔ plaintext: 0.00 % of 2000 (0.00–0.15 %), at most 1.00 % is allowed',
      '│  ✔ denied: 0.00 % of 2000 (0.00–0.15 %), at most 1.00 % is allowed',
      '│  ✔ 14 more gates pass',
      '└ • wave 3 core  waiting  0/2 proxies',
      'waits for: soak of web: every gate has to keep passing for 60 s; 40s, until 1970-01-01T02:48:40Z, then it goes on',
      'time: 2m until every wave is proved',
      'time: 2m20s to 3m20s until the rollout is over',
      'way back: ready (istiod 1/1 ready, same root, injects, about 1m)',
      'undo: every wave returns to 1-30; 1-31 stays installed',
      'istio-revisions rollout rollback 7f3c9a12.1 --env dev',
    ]);
  });

  it('says of a gate that fails what was found, how sure that is, and the limit', () => {
    const observation = aReportObservation({ metrics: known(someTraffic(90), NOW) });
    const lines = treeOf({ ...soaking, observation });
    expect(lines.find((line) => line.includes('success-rate'))).toMatch(
      /^│ {2}✖ success-rate: 4\.50 % of 2000 \([\d.]+–[\d.]+ %\), at most 1\.00 % is allowed; ./,
    );
  });

  it('shows how to approve what waits for a person, to be copied', () => {
    const { plan } = aReportRecord();
    const at = { released: 2, passingSince: NOW - 60_000 - 1 };
    const lines = treeOf({ record: aReportRecord({ plan, ...at }) });
    const token = /rollout approve (\S+) --env dev/.exec(lines.join('\n'))?.[1];
    expect(lines).toContain(`istio-revisions rollout approve ${token ?? ''} --env dev`);
    expect(token).toMatch(/^7f3c9a12\.1\/core$/);
  });

  it.each(SITUATIONS.map(([what, changes]) => [what, changes] as const))(
    'never is wider or higher than its terminal where it %s',
    (_what, changes) => {
      const report = rolloutReport(aReportInput(changes));
      for (const columns of [1, 2, 20, 47, 80, 200])
        for (const rows of [0, 1, 2, 3, 7, 12, 24, 100])
          requireRoom(liveTree(report, { columns, rows }), { columns, rows });
    },
  );

  it('is about what matters where there is little room, and says how much is left out', () => {
    const lines = treeOf(soaking, { columns: 160, rows: 5 });
    expect(lines).toEqual([
      expect.stringMatching(/^dev {2}moving/),
      '├ ◌ wave 2 web  soaking  2/2 proxies  40s left',
      expect.stringMatching(/^waits for: soak of web/),
      'time: 2m until every wave is proved',
      '… 11 more lines: istio-revisions rollout status --env dev',
    ]);
  });

  it('keeps the command of an approval before all but where it is', () => {
    const at = { released: 2, passingSince: NOW - 60_000 - 1 };
    const lines = treeOf({ record: aReportRecord(at) }, { columns: 160, rows: 3 });
    expect(lines[1]).toMatch(/^istio-revisions rollout approve/);
  });
});

describe('the rollouts of a fleet as they are watched', () => {
  const done = aReportInput({ record: aReportRecord({ phase: 'done' }) });

  it('have a line for each cluster, and below it what it waits for', () => {
    const lines = tree(fleetOf([aReportInput(soaking), done, null]));
    expect(lines).toEqual([
      expect.stringMatching(/^prod {2}unknown {2}1-30 → 1-31 .* 1 of 3 clusters done$/),
      expect.stringMatching(/^├ eu-0 {2}moving {2}wave 2\/3 web {2}\d+\/\d+ proxies$/),
      expect.stringMatching(/^│ {2}waits for: soak of web/),
      '│  time: 2m until every wave is proved',
      '│  time: 2m20s to 3m20s until the rollout is over',
      expect.stringMatching(/^│ {2}way back: ready/),
      expect.stringMatching(/^├ eu-1 {2}done {2}/),
      '├ eu-2  not known  connect ECONNREFUSED',
      'undo: in every cluster every wave returns',
      'istio-revisions rollout rollback --env prod',
    ]);
  });

  it('never are wider or higher than the terminal, however many there are', () => {
    const report = fleetOf(
      Array.from({ length: 60 }, (_, index) => (index % 7 === 0 ? null : aReportInput(soaking))),
    );
    for (const rows of [1, 2, 10, 40]) {
      const room = { columns: 70, rows };
      requireRoom(liveTree(report, room), room);
    }
  });
});

/** Characters that take two columns in a terminal. */
const TWO_COLUMNS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

/** What acts on a terminal, or turns text around. */
const ACTS = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

function requireRoom(lines: readonly Line[], { columns, rows }: typeof WIDE): void {
  const widthOf = (text: string) =>
    Array.from(text).reduce((total, one) => total + (TWO_COLUMNS.test(one) ? 2 : 1), 0);
  const wrong = lines.map(textOf).filter((text) => widthOf(text) > columns || ACTS.test(text));
  expect([wrong, lines.length > rows]).toEqual([[], false]);
}

/** A report in which every text for people is another. */
function withText<T>(value: T, text: string): T {
  if (Array.isArray(value)) return value.map((one: unknown) => withText(one, text)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const told = ['name', 'message', 'text', 'gate', 'value', 'reason', 'environment', 'command'];
  const entries = Object.entries(value).map(([key, one]: [string, unknown]) => [
    key,
    typeof one === 'string' && told.includes(key) ? text : withText(one, text),
  ]);
  return Object.fromEntries(entries) as T;
}

describe('hostile text', () => {
  it('moves no cursor and takes no more room', () => {
    const reports = [rolloutReport(hostileInput()), fleetOf([hostileInput(), null])];
    for (const report of [...reports, ...reports.map((one) => withText(one, HOSTILE))])
      requireRoom(liveTree(report, { columns: 80, rows: 24 }), { columns: 80, rows: 24 });
  });

  it('does so whatever it is', () => {
    const reports = [
      rolloutReport(aReportInput(soaking)),
      fleetOf([aReportInput(soaking), aReportInput({ record: aReportRecord({}) })]),
    ];
    const texts = fc.string({ unit: 'binary', maxLength: 60 });
    const room = fc.record({
      columns: fc.integer({ min: 1, max: 120 }),
      rows: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...reports), texts, room, (report, text, size) => {
        requireRoom(liveTree(withText(report, text), size), size);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a line that is cut', () => {
  it.each<[string, number, string]>([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['網格', 4, '網格'],
    ['網格網', 4, '網…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
    ['a\u001b[2Jb', 20, 'a�[2Jb'],
  ])('keeps its beginning: %j in %i columns', (text, columns, shown) => {
    expect(textOf(cutLine([{ text }], columns))).toBe(shown);
  });
});

describe('a command that is shown', () => {
  it('is the same command for a shell, however narrow the terminal is', () => {
    const word = fc.stringMatching(/^[a-z0-9./-]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 16 }), (words, columns) => {
        const lines = commandLines(words.join(' '), columns).map(textOf);
        expect(lines.join('\n').replaceAll(' \\\n', ' ')).toBe(words.join(' '));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

it('shows parts whole or not at all, in their order', () => {
  const part = (rank: number, ...lines: string[]) => ({
    rank,
    lines: lines.map((text) => [{ text }]),
  });
  const parts = [part(0, 'head'), part(2, 'a', 'b', 'c'), part(1, 'x'), part(3, 'y')];
  const shown = (rows: number) => fitParts(parts, { columns: 80, rows }, 'all').map(textOf);
  expect(shown(6)).toEqual(['head', 'a', 'b', 'c', 'x', 'y']);
  expect(shown(5)).toEqual(['head', 'x', 'y', '… 3 more lines: all']);
  expect(shown(3)).toEqual(['head', 'x', '… 4 more lines: all']);
  expect(shown(1)).toEqual(['head']);
  expect(shown(0)).toEqual([]);
});
