import { blocksHtml, escapedHtml } from '../cli/views/page/html-page';
import type { Page } from '../cli/views/page/page';
import { contentSecurityPolicy } from './content-security-policy';
import { embeddedJson } from './embedded-json';
import type { PageAssets } from './page-assets';
import type { PageData } from './page-data';

/**
 * A page as one file that loads nothing: what is to be seen at once and without a script, the data, and the script that shows all of it.
 * @param page - the same in short; `null` while there is nothing to show
 */
export function pageDocument(page: Page | null, data: PageData, assets: PageAssets): string {
  const policy = contentSecurityPolicy(assets, data.look !== null);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapedHtml(page?.title ?? 'istio-revisions')}</title>`,
    '<link rel="icon" href="data:,">',
    `<style>${assets.style}</style>`,
    '</head>',
    '<body>',
    `<main id="page">${page === null ? '<p>No look at the cluster was answered yet.</p>' : blocksHtml(page)}</main>`,
    `<script type="application/json" id="data">${embeddedJson(data)}</script>`,
    `<script>${assets.script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
