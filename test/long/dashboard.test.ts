import type { Browser, Page } from 'playwright-core';
import type { PageData } from '../../lib/dashboard/page-data';
import { barriersOf } from '../support/barriers-of';
import { startBrowser } from '../support/browser';
import { cliExpecting, startCli, type RunningCli } from '../support/cli';
import { startTestLab, type TestLab } from '../support/lab';
import { openLivePage, type LivePage } from '../support/live-page';

jest.setTimeout(1_800_000);

/** One page that is open all the time: the tests run in this order. */
describe('the dashboard of a mesh on the lab', () => {
  let lab: TestLab;
  let browser: Browser;
  let dashboard: RunningCli;
  let live: LivePage;
  let page: Page;

  beforeAll(async () => {
    lab = await startTestLab();
    browser = await startBrowser();
    dashboard = startCli(['dashboard', '--env', 'dev', '--port', '0', '--json'], lab.env);
    live = await openLivePage(browser, dashboard);
    ({ page } = live);
  });

  afterAll(async () => {
    dashboard.child.kill('SIGKILL');
    await browser.close();
    await lab.down();
  });

  it('listens on this machine alone', () => {
    expect(live.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('shows a rollout that goes back by itself, with the evidence of why', async () => {
    const fault = ['never-ready', '--revision', '1-31', '--namespace', 'payments'];
    await cliExpecting(0, ['lab', 'fault', 'set', ...fault], lab.env);
    await Promise.all([
      cliExpecting(3, ['rollout', 'run', '--env', 'dev'], lab.env),
      live.said('wave 6 of 6 core', 900_000),
    ]);
    await live.said('rolled-back', 60_000);
    const heard = await live.heard();
    expect(heard.some((said) => said.startsWith('rolling-back'))).toBe(true);
    const evidence = page.getByRole('region', { name: 'Evidence of why it went back' });
    expect(await evidence.innerText()).toContain('payments');
    expect(await barriersOf(page)).toEqual([]);
  });

  it('shows the next attempt to its end, and no chart of it is made up', async () => {
    await cliExpecting(0, ['lab', 'fault', 'clear'], lab.env);
    await Promise.all([
      cliExpecting(0, ['rollout', 'run', '--env', 'dev'], lab.env),
      page.locator('figure canvas').first().waitFor({ timeout: 900_000 }).then(expectCountedOnly),
    ]);
    await live.said('done', 60_000);
    await page.getByText('Nothing can be told').waitFor();
    expect(live.complaints).toEqual([]);
  });

  /** What is drawn adds up to what the gate itself counted. */
  async function expectCountedOnly(): Promise<void> {
    const { report } = (await (await fetch(`${live.url}report.json`)).json()) as PageData;
    if (report === null || !('gates' in report)) throw new Error('no report of one cluster');
    const drawn = report.gates.filter(({ series }) => series.length > 0);
    expect(drawn.length).toBeGreaterThan(0);
    for (const { series, counted } of drawn) {
      const evidence = series.filter(({ when }) => when === 'evidence');
      expect(evidence.reduce((sum, { all }) => sum + all, 0)).toBeCloseTo(counted?.all ?? -1, 3);
    }
  }

  it('ends with Ctrl-C at once, and the page says so', async () => {
    dashboard.child.kill('SIGINT');
    const { code, stderr } = await dashboard.result;
    expect([code, stderr]).toEqual([0, '']);
    await page.locator('p.notice', { hasText: 'the dashboard does not answer' }).waitFor();
  });
});
