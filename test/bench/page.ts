import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { reportDocument } from '../../lib/dashboard/report-document';
import type { RolloutReport } from '../../lib/rollout/report/rollout-report';
import { openPage, startBrowser } from '../support/browser';
import { aLargeReport } from '../support/large-report';
import { serveReports } from '../support/served-reports';

const ROUNDS = 5;

/** Time for five updates. */
const UPDATES_MS = 10_000;

/** What a page of so many namespaces weighs, and how soon a real Chromium shows it. */
async function bench(): Promise<void> {
  const browser = await startBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-page-'));
  process.stdout.write(
    'namespaces  kB  kB compressed  first paint ms  all of it ms  search ms  update ms\n',
  );
  for (const count of [100, 1_000, 5_000]) {
    const report = aLargeReport(count);
    const html = reportDocument({ report, look: null });
    const file = join(folder, `${count}.html`);
    writeFileSync(file, html);
    const rounds: Times[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await timesOf(browser, file));
    const cells = [
      count,
      Math.round(Buffer.byteLength(html) / 1000),
      Math.round(gzipSync(html).length / 1000),
      ...(['paint', 'whole', 'search'] as const).map((of) => median(rounds.map((one) => one[of]))),
      await updateOf(browser, report),
    ];
    process.stdout.write(`${cells.join('  ')}\n`);
  }
  await browser.close();
}

/** In milliseconds from the beginning of the navigation, and of a search. */
interface Times {
  readonly paint: number;
  readonly whole: number;
  readonly search: number;
}

async function timesOf(browser: Browser, file: string): Promise<Times> {
  const { page } = await openPage(browser);
  await page.goto(pathToFileURL(file).href);
  const [paint, whole] = await page.evaluate<[number, number]>(`(async () => {
    const paint = await new Promise((resolve) => {
      new PerformanceObserver((list) => {
        const [first] = list.getEntriesByName('first-contentful-paint');
        if (first !== undefined) resolve(first.startTime);
      }).observe({ type: 'paint', buffered: true });
    });
    return [paint, performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd];
  })()`);
  const search = await page.evaluate<number>(`(async () => {
    const box = document.querySelector('input[type=search]');
    const begin = performance.now();
    box.value = 'payments';
    box.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - begin;
  })()`);
  await page.context().close();
  return { paint, whole, search };
}

/** For how long a live page that is updated answers nothing else, at most: less than 50 ms is no long task to a browser. */
async function updateOf(browser: Browser, report: RolloutReport): Promise<string> {
  const served = await serveReports(report);
  const { page } = await openPage(browser);
  await page.goto(served.url);
  await page.waitForResponse(/report\.json/);
  const longest = await page.evaluate<number>(`(async () => {
    const tasks = [0];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration)))
      .observe({ type: 'longtask' });
    await new Promise((resolve) => setTimeout(resolve, ${String(UPDATES_MS)}));
    return Math.max(...tasks);
  })()`);
  await page.context().close();
  await served.close();
  return longest === 0 ? '<50' : String(Math.round(longest));
}

function median(numbers: readonly number[]): number {
  return Math.round(numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0);
}

void bench();
