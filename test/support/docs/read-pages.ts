import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');

/** A fenced block of a page. */
export interface Block {
  /** Such as `docs/layers.md:23`, for who has to mend it. */
  readonly place: string;
  readonly page: string;
  /** What is said after the fence, such as `ts`; empty for what is only shown. */
  readonly language: string;
  readonly text: string;
}

/** A page of the documentation. */
export interface Page {
  /** Path in the checkout. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** The report of API Extractor is no page: it is declarations, which another test holds to the code. */
const NO_PAGES = ['docs/api/'];

/** Every page that people read. */
export function readPages(): readonly Page[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((file) => join('docs', file))
    .filter((file) => file.endsWith('.md') && !NO_PAGES.some((folder) => file.startsWith(folder)));
  return ['README.md', 'CONTRIBUTING.md', ...docs.sort()].map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    return { path, text, blocks: blocksOf(path, text) };
  });
}

function blocksOf(page: string, text: string): Block[] {
  return [...text.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms)].map((found) => {
    const [, indent = '', language = '', inside = ''] = found;
    const line = text.slice(0, found.index).split('\n').length;
    const lines = inside.split('\n').map((one) => one.slice(indent.length));
    return { place: `${page}:${String(line)}`, page, language, text: lines.join('\n') };
  });
}
