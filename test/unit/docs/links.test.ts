import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readPages } from '../../support/docs/read-pages';

const ROOT = join(__dirname, '..', '..', '..');
const PAGES = readPages();

/** The name by which a heading is linked to. */
function anchorOf(heading: string): string {
  const text = heading.toLowerCase().replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return text.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
}

const ANCHORS = new Map(
  PAGES.map(({ path, text }) => [
    path,
    [...text.replace(/^ *```.*?^ *```$/gms, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      anchorOf(heading),
    ),
  ]),
);

/** Where the links of a page lead, those to the web left out. */
function linksOf(path: string, text: string) {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links
    .filter((link) => !/^https?:/.test(link))
    .map((link) => {
      const [file = '', anchor = ''] = link.split('#');
      const target = file === '' ? path : normalize(join(dirname(path), file));
      return { link, target, anchor };
    });
}

it.each(PAGES.map(({ path, text }) => [path, text] as const))(
  'links to what is there: %s',
  (path, text) => {
    const broken = linksOf(path, text).filter(
      ({ target, anchor }) =>
        !existsSync(join(ROOT, target)) ||
        (anchor !== '' && !(ANCHORS.get(target)?.includes(anchor) ?? false)),
    );
    expect(broken.map(({ link }) => link)).toEqual([]);
  },
);

it('leads from the README to every page', () => {
  const reached = new Set(['README.md']);
  for (const path of reached)
    for (const { target } of linksOf(path, PAGES.find((page) => page.path === path)?.text ?? ''))
      if (target.endsWith('.md') && statSync(join(ROOT, target)).isFile()) reached.add(target);
  // Of a folder everything is seen where it is shown.
  const inFolders = PAGES.filter(({ path }) => path.startsWith('docs/adr/'));
  const expected = PAGES.filter((page) => !inFolders.includes(page)).map(({ path }) => path);
  expect(expected.filter((path) => !reached.has(path))).toEqual([]);
});
