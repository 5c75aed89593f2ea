import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ChartsError } from './charts-error';

/** `sha256:…` of an archive. */
export function archiveDigest(archive: Buffer): string {
  return `sha256:${createHash('sha256').update(archive).digest('hex')}`;
}

/**
 * `sha256:…` over the names and contents of all files of a chart's folder.
 * @throws ChartsError for a link out of it, and for what cannot be read
 */
export function folderDigest(folder: string): string {
  try {
    return digestOf(folder);
  } catch (error) {
    if (error instanceof ChartsError) throw error;
    throw new ChartsError(
      `the chart in ${folder} cannot be read: ${(error as NodeJS.ErrnoException).message}`,
    );
  }
}

function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of filesOf(folder)) {
    const content = readFileSync(join(folder, file));
    hash.update(`${JSON.stringify([file, content.length])}\n`).update(content);
  }
  return `sha256:${hash.digest('hex')}`;
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => ({
    entry,
    path: join(entry.parentPath, entry.name),
  }));
  for (const { path } of entries.filter(({ entry }) => entry.isSymbolicLink())) {
    requireInside(path, folder);
  }
  return entries
    .filter(({ entry }) => !entry.isDirectory())
    .map(({ path }) => path.slice(folder.length + 1))
    .sort();
}

function requireInside(link: string, folder: string): void {
  if (realpathSync(link).startsWith(realpathSync(folder) + sep)) return;
  throw new ChartsError(`${link} is no file of the chart in ${folder}: it leads out of it`);
}
