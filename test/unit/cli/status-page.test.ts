import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageText } from '../../../lib/cli/views/page/page-formats';
import { reportPage } from '../../../lib/cli/views/report-page';
import { rolloutReport } from '../../../lib/rollout/report/rollout-report';
import { NOW } from '../../support/metrics-builders';
import { aReportInput, aReportRecord } from '../../support/report-builders';

const PAGE = join(__dirname, '../../../docs/status.md');
const EXAMPLE = /(?<=UPDATE_DOCS=1 writes it here[^\n]*\n\n```\n)[\s\S]*?(?=```\n)/;

it('shows in its documentation what it shows', () => {
  const soaking = aReportInput({ record: aReportRecord({ passingSince: NOW - 20_000 }) });
  const example = pageText(reportPage(rolloutReport(soaking)), 'text', false);
  const page = readFileSync(PAGE, 'utf8');
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, page.replace(EXAMPLE, example));
  expect(EXAMPLE.exec(readFileSync(PAGE, 'utf8'))?.[0]).toBe(example);
});
