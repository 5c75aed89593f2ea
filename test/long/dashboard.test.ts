import type { Browser, Page } from 'playwright-core';
import type { PageData } from '../../lib/dashboard/page-data';
import { openPage, startBrowser } from '../support/browser';
import { cliExpecting, startCli, type RunningCli } from '../support/cli';
import { startTestLab, type TestLab } from '../support/lab';

jest.setTimeout(900_000);

/** One page that is open all the time: the tests run in this order. */
describe('the dashboard of a mesh on the lab', () => {
  let lab: TestLab;
  let browser: Browser;
  let dashboard: RunningCli;
  let url: string;
  let page: Page;
  let complaints: readonly string[];

  beforeAll(async () => {
    lab = await startTestLab();
    browser = await startBrowser();
    dashboard = startCli(['dashboard', '--env', 'dev', '--port', '0', '--json'], lab.env);
    url = await new Promise<string>((resolve) => {
      dashboard.child.stdout?.once('data', (chunk: Buffer) => {
        resolve((JSON.parse(chunk.toString('utf8')) as { url: string }).url);
      });
    });
    ({ page, complaints } = await openPage(browser));
    await page.goto(url);
    await page.getByRole('heading', { name: 'Waves' }).waitFor({ timeout: 60_000 });
  });

  afterAll(async () => {
    dashboard.child.kill('SIGKILL');
    await browser.close();
    await lab.down();
  });

  /** Waits until a screen reader was told so. */
  const said = (text: string, timeout: number) =>
    page.locator('p.aloud', { hasText: text }).waitFor({ timeout });

  it('listens on this machine alone', () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('shows a rollout that goes back by itself, with the evidence of why', async () => {
    const fault = ['never-ready', '--revision', '1-31', '--namespace', 'payments'];
    await cliExpecting(0, ['lab', 'fault', 'set', ...fault], lab.env);
    const running = cliExpecting(3, ['rollout', 'run', '--env', 'dev'], lab.env);
    await said('wave 4 of 6 canary', 300_000);
    await page.locator('figure canvas').first().waitFor({ timeout: 60_000 });
    await running;
    await said('rolled-back', 60_000);
    const evidence = page.getByRole('region', { name: 'Evidence of why it went back' });
    expect(await evidence.innerText()).toContain('payments');
  });

  it('shows the next attempt to its end, and no chart of it is made up', async () => {
    await cliExpecting(0, ['lab', 'fault', 'clear'], lab.env);
    const running = cliExpecting(0, ['rollout', 'run', '--env', 'dev'], lab.env);
    await page.locator('figure canvas').first().waitFor({ timeout: 300_000 });
    const { report } = (await (await fetch(`${url}report.json`)).json()) as PageData;
    if (report === null || !('gates' in report)) throw new Error('no report of one cluster');
    for (const { series, counted } of report.gates.filter((one) => one.series.length > 0)) {
      const evidence = series.filter(({ when }) => when === 'evidence');
      expect(evidence.reduce((sum, { all }) => sum + all, 0)).toBeCloseTo(counted?.all ?? -1, 3);
    }
    await running;
    await said('done', 60_000);
    await page.getByText('Nothing can be told').waitFor();
    expect(complaints).toEqual([]);
  });

  it('ends with Ctrl-C at once, and the page says so', async () => {
    dashboard.child.kill('SIGINT');
    const { code, stderr } = await dashboard.result;
    expect([code, stderr]).toEqual([0, '']);
    await page.locator('p.notice', { hasText: 'the dashboard does not answer' }).waitFor();
  });
});
