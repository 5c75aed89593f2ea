import { createHash } from 'node:crypto';
import type { PageAssets } from './page-assets';

/**
 * What a page may do: run its own script, and a live one ask where it came from. No text in it can load or run anything, even if it were
 * not escaped.
 */
export function contentSecurityPolicy({ script, style }: PageAssets, isLive: boolean): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    `connect-src ${isLive ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
