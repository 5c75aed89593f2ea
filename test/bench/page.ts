import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { reportDocument } from '../../lib/dashboard/report-document';
import { openPage, startBrowser } from '../support/browser';
import { aLargeReport } from '../support/large-report';

const ROUNDS = 5;

/** What a page of so many namespaces weighs, and how soon a real Chromium shows it. */
async function bench(): Promise<void> {
  const browser = await startBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-page-'));
  process.stdout.write('namespaces  kB  kB compressed  first paint ms  all of it ms  search ms\n');
  for (const count of [100, 1_000, 5_000]) {
    const html = reportDocument({ report: aLargeReport(count), look: null });
    const file = join(folder, `${count}.html`);
    writeFileSync(file, html);
    const rounds: Times[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await timesOf(browser, file));
    const cells = [
      count,
      Math.round(html.length / 1000),
      Math.round(gzipSync(html).length / 1000),
      ...(['paint', 'whole', 'search'] as const).map((of) => median(rounds.map((one) => one[of]))),
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
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return [
      performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1,
      performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
    ];
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

function median(numbers: readonly number[]): number {
  return Math.round(numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0);
}

void bench();
