import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type * as Tar from 'tar';
import { BASE_SETTINGS_OF_CRDS, GLOBAL_SETTINGS_OF_CRDS } from '../cache/render-key';

const CRD_TEMPLATE = join('templates', 'crds.yaml');
const CRD_FILE = join('files', 'crd-all.gen.yaml');

/** Folders that Helm takes CRDs from beside the templates. */
const OTHER_CRDS = ['crds', 'charts'];

const ofBase = BASE_SETTINGS_OF_CRDS.join('|');
const ofGlobal = GLOBAL_SETTINGS_OF_CRDS.join('|');

/** Values that the template of the CRDs may read: those of their key in the cache. */
const READ_BY_CRDS = new RegExp(`\\.Values\\.(base\\.(${ofBase})|global\\.(${ofGlobal}))\\b`, 'g');

/** The same by their own names, which no profile of the charts may set. */
const SETTINGS = new RegExp(`\\b(${ofBase}|${ofGlobal})\\b`);

/**
 * Copies Istio's base chart without its CRDs, which are nearly all that it renders and nearly all of the time that takes.
 * @param chart - its folder or archive
 * @param copy - a folder that does not exist yet
 * @returns whether its CRDs follow from nothing but what their key in the cache says, so that the copy may stand for the rest
 */
export function copyWithoutCrds(chart: string, copy: string): boolean {
  if (statSync(chart).isDirectory()) copyFolder(chart, copy);
  else unpack(chart, copy);
  const separable = crdsStandApart(copy);
  rmSync(join(copy, CRD_TEMPLATE), { force: true });
  return separable;
}

function copyFolder(from: string, to: string): void {
  for (const file of filesBelow(from).filter((name) => name !== CRD_FILE)) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    copyFileSync(join(from, file), join(to, file));
  }
}

/** An archive that was looked through when it was fetched. */
function unpack(archive: string, to: string): void {
  // Only here: it takes longer to load than to use, and whoever finds everything in the cache does without.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { extract } = require('tar') as typeof Tar;
  mkdirSync(to, { recursive: true });
  extract({
    file: archive,
    cwd: to,
    strip: 1,
    sync: true,
    strict: true,
    filter: (path) => !path.endsWith(CRD_FILE),
  });
}

function crdsStandApart(chart: string): boolean {
  const template = join(chart, CRD_TEMPLATE);
  if (!existsSync(template) || OTHER_CRDS.some((name) => existsSync(join(chart, name))))
    return false;
  const rest = readFileSync(template, 'utf8').replaceAll(READ_BY_CRDS, '');
  const included = [...rest.matchAll(/\b(include|template|tpl|lookup)\b\s*(\S*)/g)];
  return (
    !/\bValues\b/.test(rest) &&
    included.every(([, word, name]) => word === 'include' && name === '"istio.labels"') &&
    filesBelow(join(chart, 'templates')).every((file) => isApart(join(chart, 'templates', file))) &&
    profiles(chart).every((profile) => !SETTINGS.test(readFileSync(profile, 'utf8')))
  );
}

/** Whether another template neither prints the CRDs nor writes labels on them that follow from values. */
function isApart(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  const labels = text.split('define "istio.labels"')[1] ?? '';
  return (file.endsWith(CRD_TEMPLATE) || !text.includes('crd-all')) && !/\bValues\b/.test(labels);
}

function profiles(chart: string): string[] {
  const folder = join(chart, 'files');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => join(folder, name));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
