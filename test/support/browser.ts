import { chromium, type Browser, type Page } from 'playwright-core';
import { bundledChromium } from './bundled-chromium';

/** A real Chromium, without a window: one that runs on any machine, also as root. */
export async function startBrowser(): Promise<Browser> {
  const { executablePath, args, env } = await bundledChromium();
  return chromium.launch({
    executablePath,
    args: [...args],
    env: { ...(process.env as Record<string, string>), ...env },
    headless: true,
  });
}

/** A page with what its console said and what its policy refused, which has to be nothing. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Opens an empty page. @param colorScheme - what the reader's system asks for */
export async function openPage(
  browser: Browser,
  colorScheme: 'light' | 'dark' = 'light',
  javaScriptEnabled = true,
): Promise<WatchedPage> {
  const context = await browser.newContext({
    colorScheme,
    // Of a machine without a language Chromium makes one that is none.
    locale: 'en-US',
    javaScriptEnabled,
    viewport: { width: 1280, height: 900 },
    // Transitions and carets would make pictures differ.
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog said ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, complaints };
}
