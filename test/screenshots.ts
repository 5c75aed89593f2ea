import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reportDocument } from '../lib/dashboard/report-document';
import { openPage, startBrowser } from './support/browser';
import { simulatedReports } from './support/simulated-reports';

const IMAGES = join(__dirname, '..', 'docs', 'images');

/** Which parts of the page the docs show, by the heading that each begins with; the first is the page as it opens. */
const PICTURES = [
  ['rollout', null],
  ['gates', 'What users feel'],
] as const;

/** Pictures of a simulated rollout for the docs, dark and light: the same each time, on the same Chromium. */
async function takeScreenshots(): Promise<void> {
  const report = simulatedReports().find(({ wave }) => wave?.name === 'web');
  if (report === undefined) throw new Error('the simulated rollout has no wave web');
  const file = join(mkdtempSync(join(tmpdir(), 'istio-revisions-page-')), 'page.html');
  writeFileSync(file, reportDocument({ report, look: null }));
  mkdirSync(IMAGES, { recursive: true });
  const browser = await startBrowser();
  try {
    for (const scheme of ['light', 'dark'] as const) {
      const { page } = await openPage(browser, scheme);
      await page.goto(pathToFileURL(file).href);
      for (const [name, heading] of PICTURES) {
        if (heading !== null) {
          await page.getByRole('heading', { name: heading }).evaluate((node) => {
            (node as unknown as { scrollIntoView: () => void }).scrollIntoView();
          });
        }
        const path = join(IMAGES, `${name}-${scheme}.png`);
        await page.screenshot({ path });
        process.stdout.write(`${path}\n`);
      }
    }
  } finally {
    await browser.close();
  }
}

void takeScreenshots();
