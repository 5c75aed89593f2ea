import { LabError } from '../lab-error';
import { TOOLS } from './catalog';
import { resolveRecipes, type ResolvedBinary } from './resolve-binaries';

/**
 * A program that no lab needs, only tests and benches: found, downloaded or built as those of the lab are, and when it is
 * asked for.
 * @throws LabError for a name that is not in the catalog, and whenever one of the lab could not be provided
 */
export async function resolveTool(
  name: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<ResolvedBinary> {
  const recipe = TOOLS.find((tool) => tool.name === name);
  const resolved =
    recipe === undefined ? undefined : (await resolveRecipes([recipe], env, say, signal))[name];
  if (resolved !== undefined) return resolved;
  const known = TOOLS.map((tool) => tool.name).sort();
  throw new LabError(`unknown tool "${name}"; known: ${known.join(', ')}`);
}
