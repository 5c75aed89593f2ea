import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTimeOf } from '../process-identity';
import type { MappedResource } from './map-tree';
import type { ProviderInputs } from './provider-inputs';
import { PRIVATE } from './run-pulumi';

/** Names the file in which the engine's program finds the tree. */
export const TREE_VARIABLE = 'ISTIO_REVISIONS_TREE';

/** A tree that was compared with its cluster, on the way to the program that registers it. */
export interface HandedTree {
  readonly resources: readonly MappedResource[];
  readonly provider: ProviderInputs;
  /** What the stack remembers as its source. */
  readonly source: string;
}

/** Writes a tree down for the program: what was looked at is what is applied, and nothing is rendered twice. */
export function handOver(file: string, tree: HandedTree): void {
  writeFileSync(file, JSON.stringify(tree), { mode: PRIVATE.file });
}

/** Removes trees that a driver left which was killed before its engine began: they may hold a Secret. */
export function removeLeftTrees(folder: string): void {
  for (const file of existsSync(folder) ? readdirSync(folder) : []) {
    const pid = /^\d+-(\d+)-.*\.tree$/.exec(file)?.[1];
    if (pid !== undefined && startTimeOf(Number(pid)) === null)
      rmSync(join(folder, file), { force: true });
  }
}

/** Reads a tree that was handed over, and removes the file, which may hold a Secret. @throws Error when there is none. */
export function takeOver(file: string | undefined): HandedTree {
  if (file === undefined || file === '') {
    throw new Error(
      `${TREE_VARIABLE} is not set: only istio-revisions itself runs this program, with a tree that it compared with the cluster`,
    );
  }
  const tree = JSON.parse(readFileSync(file, 'utf8')) as HandedTree;
  rmSync(file);
  return tree;
}
