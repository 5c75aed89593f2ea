import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { barriersOf } from '../support/barriers-of';
import { openPage, startBrowser } from '../support/browser';
import { serveReports, type ServedReports } from '../support/served-reports';
import { simulatedReports } from '../support/simulated-reports';

jest.setTimeout(120_000);

describe('a dashboard while a rollout goes on', () => {
  let browser: Browser;
  let served: ServedReports;
  const reports = simulatedReports('errors');
  const of = (wanted: string) => {
    const found = reports.find(({ wave, phase }) => wave?.name === wanted || phase === wanted);
    if (found === undefined) throw new Error(`no report of ${wanted}`);
    return found;
  };

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    served = await serveReports(of('canary'));
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await served.close();
  });

  /** What a screen reader was told last, once it is that. */
  const said = (page: Page, text: string) => page.locator('p.aloud', { hasText: text }).waitFor();
  const noticed = (page: Page, text: string) =>
    page.locator('p.notice', { hasText: text }).waitFor();

  const open = async () => {
    const watched = await openPage(browser);
    await watched.page.goto(served.url);
    await watched.page.getByRole('heading', { name: 'Waves' }).waitFor();
    return watched;
  };

  it('follows it into a rollback, and says aloud what changed', async () => {
    const { page, complaints } = await open();
    await said(page, 'wave 4 of 6 canary');
    served.show(of('web'));
    await said(page, 'wave 5 of 6 web');
    served.show(of('rolled-back'));
    await said(page, 'rolled-back');
    await page.getByRole('region', { name: 'Evidence of why it went back' }).waitFor();
    await page.getByText('Nothing can be told').waitFor();
    expect(complaints).toEqual([]);
  });

  it('keeps what somebody searched for, and where they are, while it changes', async () => {
    const { page } = await open();
    await page.getByRole('searchbox').fill('frontend');
    served.show(of('web'));
    await said(page, 'wave 5 of 6 web');
    expect(await page.getByRole('searchbox').inputValue()).toBe('frontend');
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
  });

  it('says what a lost cluster did not answer, shows what was seen, and recovers by itself', async () => {
    const { page } = await open();
    served.show(new Error('connect ETIMEDOUT 203.0.113.7:443'));
    const notice = page.locator('p.notice');
    await noticed(page, 'connect ETIMEDOUT 203.0.113.7:443');
    expect(await notice.innerText()).toMatch(/^Seen \d+s ago; the last look was not answered/);
    expect(await page.getByRole('region', { name: 'Waves of the plan' }).count()).toBe(1);
    expect(await barriersOf(page)).toEqual([]);
    served.show(of('web'));
    await said(page, 'wave 5 of 6 web');
    expect(await notice.count()).toBe(0);
  });

  it('says that a slow cluster has not answered, how old what it shows is, and recovers by itself', async () => {
    const { page, complaints } = await open();
    served.show(null);
    // A look is under way from the next question on, and stays so.
    await page.waitForResponse(/report\.json/);
    await page.waitForResponse(/report\.json/);
    served.pass(90_000);
    await noticed(page, 'the cluster has not answered the look that is under way');
    expect(await page.locator('p.notice').innerText()).toMatch(/^Seen 1m\d+s ago/);
    expect(await page.getByRole('region', { name: 'Waves of the plan' }).count()).toBe(1);
    served.show(of('web'));
    await said(page, 'wave 5 of 6 web');
    expect(await page.locator('p.notice').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('opens before a slow cluster has answered the first look, and shows it once it has', async () => {
    await served.close();
    served = await serveReports(null);
    const { page, complaints } = await openPage(browser);
    await page.goto(served.url);
    await noticed(page, 'no look was answered yet');
    expect(await barriersOf(page)).toEqual([]);
    served.show(of('canary'));
    await said(page, 'wave 4 of 6 canary');
    expect(complaints).toEqual([]);
  });

  it('says so when the dashboard itself is gone', async () => {
    const { page } = await open();
    await served.close();
    await noticed(page, 'the dashboard does not answer');
  });

  it('changes nothing: there is no form, and nothing but reading is answered', async () => {
    const { page } = await open();
    expect(await page.locator('form, a[href]').count()).toBe(0);
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect((await fetch(served.url, { method })).status).toBe(405);
    }
  });

  it('can neither be read nor framed by another page', async () => {
    const other = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(`<!doctype html><iframe src="${served.url}"></iframe>`);
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = other.address() as AddressInfo;
      const { page } = await openPage(browser);
      await page.goto(`http://127.0.0.1:${String(port)}/`);
      const read = (path: string, mode: string) =>
        page.evaluate<string>(
          `fetch('${served.url}${path}', { mode: '${mode}' }).then(() => 'read', () => 'refused')`,
        );
      expect(await read('report.json', 'cors')).toBe('refused');
      expect(await read('report.json', 'no-cors')).toBe('refused');
      const [, frame] = page.frames();
      expect(await frame?.getByRole('heading', { name: 'Waves' }).count()).toBe(0);
    } finally {
      other.close();
      other.closeAllConnections();
    }
  });
});
