import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

/** Lines of one block. */
const BLOCK = 8;

/** Blocks of lines of `lib/rollout`, each as likely as any other, as Stryker names them (`file.ts:9-16`). */
export function sampleBlocks(root: string, count: number, seed: number): readonly string[] {
  const folder = join('lib', 'rollout');
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort();
  const blocks = paths.flatMap((path) => {
    const lines = readFileSync(join(root, folder, path), 'utf8').split('\n').length - 1;
    return Array.from({ length: Math.ceil(lines / BLOCK) }, (_, index) => {
      const from = index * BLOCK + 1;
      return `${join(folder, path)}:${from}-${Math.min(lines, from + BLOCK - 1)}`;
    });
  });
  const drawn = fc.shuffledSubarray(blocks, { minLength: count, maxLength: count });
  return fc.sample(drawn, { seed, numRuns: 1 })[0] ?? [];
}
