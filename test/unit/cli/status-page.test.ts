import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleetPage } from '../../../lib/cli/views/fleet-page';
import { pageText } from '../../../lib/cli/views/page/page-formats';
import { reportPage } from '../../../lib/cli/views/report-page';
import { known, unknown } from '../../../lib/rollout/fact';
import { fleetReport } from '../../../lib/rollout/report/fleet-report';
import { rolloutReport } from '../../../lib/rollout/report/rollout-report';
import { NOW } from '../../support/metrics-builders';
import { aReportInput, aReportRecord } from '../../support/report-builders';

const PAGE = join(__dirname, '../../../docs/status.md');

const soaking = aReportInput({ record: aReportRecord({ passingSince: NOW - 20_000 }) });

/** By what its comment says before it. */
const EXAMPLES = {
  'writes it here. -->': () => pageText(reportPage(rolloutReport(soaking)), 'text', false),
  'writes it here, too. -->': () => {
    const of = (cluster: string) => ({ cluster, environment: `multi-${cluster}` });
    const retaining = aReportInput({ record: aReportRecord({ phase: 'retaining' }) });
    const looks = [
      { ...of('eu-1'), input: known(retaining, NOW) },
      { ...of('us-1'), input: known(soaking, NOW) },
      { ...of('us-2'), input: unknown<typeof soaking>('connect ETIMEDOUT 203.0.113.7:443', NOW) },
    ];
    return pageText(fleetPage(fleetReport('multi', looks, NOW)), 'text', false);
  },
};

it.each(Object.entries(EXAMPLES))('shows in its documentation what it shows: %s', (mark, shown) => {
  const example = shown();
  const place = new RegExp(`(?<=UPDATE_DOCS=1 ${mark}\n\n\`\`\`\n)[\\s\\S]*?(?=\`\`\`\n)`);
  const page = readFileSync(PAGE, 'utf8');
  if (process.env['UPDATE_DOCS'] === '1') {
    writeFileSync(
      PAGE,
      page.replace(place, () => example),
    );
  }
  expect(place.exec(readFileSync(PAGE, 'utf8'))?.[0]).toBe(example);
});
