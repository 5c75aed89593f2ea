import { createHash } from 'node:crypto';
import type { BinaryRecipe } from './catalog';

/**
 * Name of a built program in the cache: changes whenever its sources, its flags or the platform do.
 * @param pins - text of the module's go.mod and go.sum
 */
export function cacheKey(recipe: BinaryRecipe, pins: string, platform: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([recipe.package, recipe.tags, recipe.stamps, platform]))
    .update(pins)
    .digest('hex');
  return `${recipe.name}-${recipe.version}-${digest.slice(0, 16)}`;
}
