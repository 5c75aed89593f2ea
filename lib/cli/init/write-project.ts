import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../../cluster/api-error';
import { CliError } from '../cli-error';
import { EXIT } from '../exit-code';

/**
 * Writes the files of a project, all or none, over nothing that is there.
 * @throws CliError (2) naming every file that is there already, (1) where the folder cannot be written
 */
export function writeProject(folder: string, files: Readonly<Record<string, string>>): void {
  requireFree(folder, Object.keys(files));
  const made = firstMissing(folder);
  const written: string[] = [];
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, name);
      // "wx" refuses what came to be there meanwhile.
      writeFileSync(file, text, { flag: 'wx' });
      written.push(file);
    }
  } catch (error) {
    for (const file of written) rmSync(file, { force: true });
    removeEmpty(folder, made);
    throw new CliError(
      `the project cannot be written: ${messageOf(error)}; nothing is left of it`,
      EXIT.error,
    );
  }
}

/** @throws CliError (2) naming every file that is there already */
export function requireFree(folder: string, names: readonly string[]): void {
  const there = names.filter((name) => existsSync(join(folder, name)));
  if (there.length === 0) return;
  throw new CliError(
    `${folder} has ${there.join(', ')} already, and nothing is written over; name another folder, or move them away`,
    EXIT.badInput,
  );
}

/** The uppermost folder that has to be made; `null` where all are there. */
function firstMissing(folder: string): string | null {
  if (existsSync(folder)) return null;
  return firstMissing(dirname(folder)) ?? folder;
}

/** Takes the folders away that were made for it. */
function removeEmpty(folder: string, made: string | null): void {
  if (made === null || !existsSync(folder)) return;
  rmdirSync(folder);
  if (folder !== made) removeEmpty(dirname(folder), made);
}
