import { buildSync } from 'esbuild';
import { join } from 'node:path';

/** What a page runs and how it looks, as text to be put into it. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

let made: PageAssets | undefined;

/**
 * The page's script and style, bundled from their sources when a page is first asked for: what is shown is never older than what is
 * written, and a package needs no build of its own. It takes a tenth of a second, so nothing is kept between two runs.
 */
export function pageAssets(): PageAssets {
  made ??= bundled();
  return made;
}

function bundled(): PageAssets {
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, 'page', 'main.tsx')],
    outdir: 'page',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'eof',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // Its own settings are for the check of its types.
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  const textOf = (end: string) =>
    outputFiles.find(({ path }) => path.endsWith(end))?.text.trim() ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}
