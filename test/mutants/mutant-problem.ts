import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from './mutant';

const PLANNER = join(__dirname, '..', '..', 'lib', 'rollout');

/** What keeps a mutant from being one, such as that the source has changed since; `null` for nothing. */
export function mutantProblem({ file, search }: Mutant): string | null {
  const times = readFileSync(join(PLANNER, file), 'utf8').split(search).length - 1;
  return times === 1 ? null : `lib/rollout/${file} has ${times} times: ${search}`;
}
