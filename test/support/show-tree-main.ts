import { openScreen } from '../../lib/cli/open-screen';
import { rolloutReport } from '../../lib/rollout/report/rollout-report';
import { NOW } from './metrics-builders';
import { aReportInput, aReportRecord } from './report-builders';

// Tells a line, shows a rollout, tells another line, and shows it as it is later.
const screen = openScreen(process.argv.includes('--json') ? { json: true } : {});
const soaking = { record: aReportRecord({ passingSince: NOW - 20_000 }) };
screen.say('before');
screen.show?.(rolloutReport(aReportInput(soaking)));
screen.say('meanwhile');
screen.show?.(rolloutReport(aReportInput({ ...soaking, now: NOW + 10_000 })));
screen.close();
