import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { reportDocument } from '../../lib/dashboard/report-document';
import type { ShownReport } from '../../lib/dashboard/page-data';
import { known, unknown } from '../../lib/rollout/fact';
import { fleetReport } from '../../lib/rollout/report/fleet-report';
import { rolloutReport } from '../../lib/rollout/report/rollout-report';
import { barriersOf } from '../support/barriers-of';
import { openPage, startBrowser } from '../support/browser';
import { HOSTILE, hostileInput } from '../support/hostile-look';
import { aLargeReport } from '../support/large-report';
import { NOW } from '../support/metrics-builders';
import { simulatedReports } from '../support/simulated-reports';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-page-'));

/** A report as a file, as `rollout status --format html` writes it. */
function fileOf(name: string, report: ShownReport): string {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, reportDocument({ report, look: null }));
  return pathToFileURL(file).href;
}

describe('the page of a rollout in a browser', () => {
  let browser: Browser;
  const rollout = simulatedReports();
  const rolledBack = simulatedReports('errors');
  const soaking = rollout.find(({ wave }) => wave?.name === 'web');
  const back = rolledBack.at(-1);
  if (soaking === undefined || back === undefined) throw new Error('the simulation went elsewhere');

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });
  // One page at a time: only the one in front has the focus, and what goes with it.
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  const open = async (name: string, report: ShownReport, scheme: 'light' | 'dark' = 'light') => {
    const watched = await openPage(browser, scheme);
    await watched.page.goto(fileOf(name, report));
    await watched.page.getByRole('heading', { name: 'Waves' }).waitFor();
    return watched;
  };

  it.each([
    ['light', 'soaking', soaking],
    ['dark', 'soaking', soaking],
    ['light', 'rolled-back', back],
    ['dark', 'rolled-back', back],
  ] as const)('has no barrier for anybody in %s while it is %s', async (scheme, name, report) => {
    const { page, complaints } = await open(`${scheme}-${name}`, report, scheme);
    expect(await barriersOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('shows waves, gates with their charts, who is on the old revision, and the history', async () => {
    const { page } = await open('soaking', soaking);
    const waves = page.getByRole('region', { name: 'Waves of the plan' });
    expect(await waves.getByRole('row').count()).toBe(1 + soaking.waves.length);
    const drawn = soaking.gates.filter(({ series }) => series.length > 0);
    expect(drawn.length).toBeGreaterThan(0);
    expect(await page.locator('figure canvas').count()).toBe(Math.min(8, drawn.length));
    const [first] = drawn;
    // Who does not see a chart hears it in a sentence.
    const told = page.getByRole('img', {
      name: `${first?.gate ?? ''} of wave ${first?.wave ?? ''}: `,
    });
    expect(await told.count()).toBe(1);
    await page.getByText('The same as a table').first().click();
    const points = page
      .getByRole('region', { name: `What ${first?.gate ?? ''} counted of` })
      .first();
    expect(await points.getByRole('row').count()).toBe(1 + (first?.series.length ?? 0));
    await page.getByRole('heading', { name: 'Who still uses 1-30' }).waitFor();
    expect(await page.getByRole('region', { name: 'Steps' }).getByRole('row').count()).toBe(
      1 + soaking.history.length,
    );
  });

  it('draws a chart that is not empty', async () => {
    const { page } = await open('drawn', soaking);
    const colours = await page
      .locator('figure canvas')
      .first()
      .evaluate((node) => {
        const canvas = node as unknown as {
          width: number;
          height: number;
          getContext: (kind: string) => {
            getImageData: (...box: number[]) => { data: Uint8ClampedArray };
          };
        };
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const found = new Set<string>();
        for (let at = 0; at < data.length; at += 4) {
          if (data[at + 3] === 255) found.add(data.slice(at, at + 3).join());
        }
        return found.size;
      });
    // The line, its limit, what was before, the grid and the text.
    expect(colours).toBeGreaterThanOrEqual(4);
  });

  it('tells why it went back, with the evidence', async () => {
    const { page } = await open('evidence', back);
    const evidence = page.getByRole('region', { name: 'Evidence of why it went back' });
    expect(await evidence.innerText()).toContain(back.failure?.message ?? 'no failure');
  });

  it('gives each command to be copied, with the keyboard alone', async () => {
    const { page } = await open('keyboard', soaking);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const command = soaking.possible.find(({ type }) => type === 'rollback')?.command ?? '';
    const wanted = `Copy ${command}`;
    const names: string[] = [];
    for (let step = 0; step < 60 && names.at(-1) !== wanted; step += 1) {
      await page.keyboard.press('Tab');
      names.push(await page.evaluate('document.activeElement.getAttribute("aria-label") ?? ""'));
    }
    expect(names).toContain(wanted);
    await page.keyboard.press('Enter');
    await page.getByText('Copied', { exact: true }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(command);
  });

  it('reaches everything that can be used with the keyboard, in the order of the page', async () => {
    const { page } = await open('walk', soaking);
    const usable = 'button, input, select, summary, [tabindex="0"]';
    // What a closed detail hides is no stop on the way.
    const stops = await page.evaluate<string[]>(
      `window.stops = [...document.querySelectorAll('${usable}')].filter((one) => one.checkVisibility()); stops.map((one) => one.outerHTML)`,
    );
    const walked: string[] = [];
    for (const _stop of stops) {
      await page.keyboard.press('Tab');
      walked.push(await page.evaluate<string>('document.activeElement.outerHTML'));
    }
    expect(stops.length).toBeGreaterThan(20);
    expect(walked).toEqual(stops);
  });

  it('shows the essentials without a script', async () => {
    const { page } = await openPage(browser, 'light', false);
    await page.goto(fileOf('plain', soaking));
    expect(await page.getByRole('table').count()).toBeGreaterThan(1);
    expect(await page.getByText('rollout rollback').count()).toBeGreaterThan(0);
  });

  it.each([
    ['one cluster', rolloutReport(hostileInput())],
    [
      'a fleet',
      fleetReport(
        HOSTILE,
        [
          { cluster: HOSTILE, environment: HOSTILE, input: known(hostileInput(), NOW) },
          { cluster: 'lost', environment: HOSTILE, input: unknown(HOSTILE, NOW) },
        ],
        NOW,
      ),
    ],
  ] as const)(
    'shows hostile names of %s as text, and runs nothing of them',
    async (name, report) => {
      const { page, complaints } = await open(`hostile-${name}`, report);
      expect(complaints).toEqual([]);
      expect(await page.evaluate('document.querySelectorAll("script").length')).toBe(2);
      expect(
        await page.evaluate('document.querySelectorAll("img, a, iframe, [onerror]").length'),
      ).toBe(0);
      expect(await barriersOf(page)).toEqual([]);
      const { page: plain } = await openPage(browser, 'light', false);
      await plain.goto(page.url());
      for (const shown of [page, plain]) {
        const text = await shown.locator('main').innerText();
        expect(text).toContain('<script>alert(1)</script>');
        expect(text).not.toMatch(/[\u202a-\u202e]|\p{Cc}(?<![\n\t])/u);
        expect(await shown.locator('main :is(script, img, a, iframe)').count()).toBe(0);
      }
    },
  );

  it('lets a script run that is not its own in no way', async () => {
    const { page, complaints } = await open('policy', soaking);
    await page.evaluate(
      'try { document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=window.owned=1>") } catch {}; const s = document.createElement("script"); try { s.text = "window.owned = 1"; document.body.append(s) } catch {}',
    );
    expect(await page.evaluate('window.owned ?? null')).toBeNull();
    expect(complaints.join()).toMatch(/Content Security Policy|TrustedHTML|TrustedScript/);
  });

  it('shows a long name within its place, so that the page does not get wider', async () => {
    const { waves } = soaking;
    const name = 'n'.repeat(4_000);
    const long = {
      ...soaking,
      status: name,
      environment: name,
      waves: waves.map((wave) => ({ ...wave, name })),
    };
    const { page } = await open('long', long);
    expect(
      await page.evaluate(
        'document.documentElement.scrollWidth <= document.documentElement.clientWidth',
      ),
    ).toBe(true);
  });

  it('has 5,000 namespaces to be searched, and a hundred of them on the page', async () => {
    const report = aLargeReport(5_000);
    const { page, complaints } = await open('large', report);
    const members = page.getByRole('region', { name: 'Namespaces and gateways of the plan' });
    const count = (text: string) => page.getByRole('status').getByText(text, { exact: true });
    expect(await members.getByRole('row').count()).toBe(101);
    await count('5000 of 5000').waitFor();
    await page.getByRole('searchbox').fill('payments-api');
    const found = report.waves
      .flatMap((wave) => wave.members)
      .filter((one) => one.name.includes('payments-api')).length;
    expect(found).toBeGreaterThan(0);
    await count(`${String(found)} of 5000`).waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Show 100 more' }).click();
    expect(await members.getByRole('row').count()).toBe(201);
    expect(complaints).toEqual([]);
    expect(await barriersOf(page)).toEqual([]);
  });
});
