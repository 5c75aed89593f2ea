import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { ManifestTree } from '../lib/git/tree/manifest-tree';
import { writeWhole } from '../lib/write-whole';

/**
 * Writes the files of a tree into a folder; what some of its folders and files are besides goes.
 * @param folders - folders and files below `outdir` that are nothing but what such trees make them. @default no file is removed
 */
export function writeManifests(
  outdir: string,
  tree: ManifestTree,
  folders: readonly string[] = [],
): void {
  for (const [file, text] of tree) writeWhole(join(outdir, file), text);
  for (const folder of folders) {
    for (const file of filesIn(outdir, folder)) {
      if (tree.has(file)) continue;
      rmSync(join(outdir, file));
      removeEmpty(dirname(join(outdir, file)), outdir);
    }
  }
}

function filesIn(outdir: string, folder: string): string[] {
  try {
    return readdirSync(join(outdir, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(outdir.length + 1))
      .map((file) => file.split(sep).join('/'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') return [folder];
    throw error;
  }
}

function removeEmpty(folder: string, outdir: string): void {
  for (let at = folder; at !== outdir && readdirSync(at).length === 0; at = dirname(at))
    rmdirSync(at);
}
