import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const FOUND =
  'axe.run(document).then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ").slice(0, 300)}`)))';

/** What axe-core finds wrong on a page for people who use a keyboard, a screen reader or a high contrast. */
export async function barriersOf(page: Page): Promise<readonly string[]> {
  // The page's own policy lets no other script run; the browser's own tools may.
  const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: source });
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: FOUND,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
  return JSON.parse(String(result.value)) as string[];
}
