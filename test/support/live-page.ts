import type { Browser } from 'playwright-core';
import { openPage, type WatchedPage } from './browser';
import type { RunningCli } from './cli';

/** The page of a dashboard that runs. */
export interface LivePage extends WatchedPage {
  readonly url: string;
  /** Waits until a screen reader was told so, for at most so many milliseconds. */
  readonly said: (text: string, timeout: number) => Promise<void>;
  /** All that a screen reader was told, the oldest first. */
  readonly heard: () => Promise<readonly string[]>;
}

/** What is said aloud is replaced by what is said next: all of it, for whoever comes later. */
const LISTEN = `
  window.heard = [];
  const heed = () => {
    const said = document.querySelector('p.aloud')?.textContent ?? '';
    if (said !== window.heard.at(-1)) window.heard.push(said);
  };
  heed();
  new MutationObserver(heed).observe(document.body, { subtree: true, childList: true, characterData: true });
`;

/** Opens the page of `dashboard --json`, once it shows a rollout. */
export async function openLivePage(browser: Browser, dashboard: RunningCli): Promise<LivePage> {
  const url = await urlOf(dashboard);
  const watched = await openPage(browser);
  const { page } = watched;
  await page.goto(url);
  await page.getByRole('heading', { name: 'Waves' }).waitFor({ timeout: 60_000 });
  await page.evaluate(LISTEN);
  return {
    ...watched,
    url,
    said: (text, timeout) => page.locator('p.aloud', { hasText: text }).waitFor({ timeout }),
    heard: () => page.evaluate<string[]>('window.heard'),
  };
}

async function urlOf({ child, result }: RunningCli): Promise<string> {
  const told = new Promise<string>((resolve) => {
    child.stdout?.once('data', (chunk: Buffer) => {
      resolve((JSON.parse(chunk.toString('utf8')) as { url: string }).url);
    });
  });
  const ended = result.then(({ code, stderr }) => {
    throw new Error(`the dashboard ended with ${String(code)}: ${stderr}`);
  });
  return Promise.race([told, ended]);
}
