import { changeLine } from '../../../lib/cli/views/change-line';
import { durationText } from '../../../lib/cli/views/duration-text';
import { explanationPage } from '../../../lib/cli/views/explanation-page';
import { countText } from '../../../lib/cli/views/gate-numbers';
import { PAGE_FORMATS, pageText } from '../../../lib/cli/views/page/page-formats';
import { reportPage } from '../../../lib/cli/views/report-page';
import { rolloutReport } from '../../../lib/rollout/report/rollout-report';
import { HOSTILE, hostileInput } from '../../support/hostile-look';
import { NOW } from '../../support/metrics-builders';
import { aReportInput, aReportRecord, explained } from '../../support/report-builders';

describe('hostile text', () => {
  const pages = [
    reportPage(rolloutReport(hostileInput())),
    explanationPage(explained(hostileInput(), HOSTILE), 'https://prometheus.example.org'),
  ];

  it.each(PAGE_FORMATS)('acts on no terminal in %s', (format) => {
    for (const page of pages) {
      const text = pageText(page, format, false);
      // eslint-disable-next-line no-control-regex -- these are what must not be there
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
  });

  it('is text in HTML: no element, no attribute, nothing that is loaded', () => {
    for (const page of pages) {
      const html = pageText(page, 'html', false);
      expect(html).toContain('&lt;script&gt;');
      expect(html).not.toMatch(
        /<script|<img|<a |javascript:b\)"|\son\w+=|src=|href=|@import|url\(/i,
      );
      const tags = new Set([...html.matchAll(/<([a-z0-9]+)/g)].map(([, tag]) => tag));
      expect([...tags].sort()).toEqual(
        'body code dd div dl dt h1 h2 head html main meta span style table tbody td th thead title tr'
          .split(' ')
          .filter((tag) => tags.has(tag)),
      );
    }
  });

  it('is text in Markdown: no markup, no further cell, no heading', () => {
    for (const page of pages) {
      const lines = pageText(page, 'md', false).split('\n');
      const text = lines.join('\n').replace(/`[^`]*`/g, 'code');
      expect(text).not.toMatch(/<script|(?<!\\)\[a\\?\]\(|(?<!\\)\*\*x(?<!\\)\*\*/);
      const tables = lines.filter((line) => line.startsWith('| '));
      const cells = (line: string) => line.replaceAll('\\|', '').split('|').length;
      const heads = lines.flatMap((line, index) => (line.startsWith('| --- ') ? [index] : []));
      for (const head of heads) {
        for (let row = head + 1; lines[row]?.startsWith('| '); row += 1)
          expect(cells(lines[row] ?? '')).toBe(cells(lines[head] ?? ''));
      }
      expect(tables.length).toBeGreaterThan(0);
    }
  });

  it('keeps a query as it is to be copied in Markdown, and lets none end a cell', () => {
    const query = [{ text: 'a{b=~"c|d"}', isCode: true as const }];
    const blocks = [
      { type: 'facts' as const, facts: [{ label: 'query', lines: [query] }] },
      { type: 'table' as const, head: ['QUERY'], rows: [[query]] },
    ];
    const [list, , , row] = pageText({ title: '', blocks }, 'md', false)
      .split('\n')
      .filter((line) => line !== '');
    expect([list, row]).toEqual(['- **query:** `a{b=~"c|d"}`', '| a{b=\\~"c\\|d"} |']);
  });

  it('is one line where a watcher has a line per change', () => {
    expect(changeLine(rolloutReport(hostileInput()))).not.toMatch(/[\n\p{Cc}]/u);
  });
});

describe('what a report shows', () => {
  it.each(PAGE_FORMATS)('on one screen as %s', (format) => {
    const report = rolloutReport(
      aReportInput({ record: aReportRecord({ passingSince: NOW - 20_000 }) }),
    );
    expect(pageText(reportPage(report), format, false)).toMatchSnapshot();
  });

  it.each(PAGE_FORMATS)('of one wave, with the numbers behind each gate, as %s', (format) => {
    const explanation = explained(aReportInput(), 'web');
    const gates = explanation.gates.filter(({ gate }) => ['success-rate', 'labels'].includes(gate));
    const page = explanationPage({ ...explanation, gates }, 'https://prometheus.example.org/');
    expect(pageText(page, format, false)).toMatchSnapshot();
  });

  it('has colours only where they are asked for', () => {
    const page = reportPage(rolloutReport(aReportInput()));
    expect(pageText(page, 'text', true)).toContain('\u001b[32m');
    expect(pageText(page, 'text', false)).not.toContain('\u001b');
  });

  it('is the same line while only the time goes on', () => {
    const record = aReportRecord({ passingSince: NOW - 20_000 });
    const at = (now: number) => changeLine(rolloutReport(aReportInput({ record, now })));
    expect(at(NOW + 1_000)).toBe(at(NOW));
  });
});

it.each([
  [0, '0s'],
  [59.6, '1m'],
  [370, '6m10s'],
  [7_800, '2h10m'],
  [3 * 86_400 + 50, '3d'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

it.each([
  [158, '158'],
  [2_000, '2k'],
  [40_960, '41k'],
  [1_234_567, '1.2M'],
])('%d requests are %s', (count, text) => {
  expect(countText(count)).toBe(text);
});
