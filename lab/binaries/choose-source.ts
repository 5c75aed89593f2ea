import type { BinaryRecipe } from './catalog';

/** What was found of one program, before anything is built. */
export interface Candidates {
  /** Value of `ISTIO_REVISIONS_BIN_<NAME>`, when set. */
  readonly explicit?: { readonly path: string; readonly exists: boolean };
  /** The program on PATH with what it says of its version. */
  readonly onPath?: { readonly path: string; readonly says: string };
  readonly cached?: string;
}

/** Where a program comes from. */
export type Source =
  | { readonly type: 'use'; readonly path: string; readonly from: 'explicit' | 'PATH' | 'cache' }
  | { readonly type: 'build' }
  | { readonly type: 'refuse'; readonly message: string };

/** First that works: the explicit path, PATH with the right version, the cache, a build. */
export function chooseSource(recipe: BinaryRecipe, found: Candidates): Source {
  if (found.explicit !== undefined) {
    return found.explicit.exists
      ? { type: 'use', path: found.explicit.path, from: 'explicit' }
      : {
          type: 'refuse',
          message: `${explicitName(recipe.name)} names ${found.explicit.path}, which is not an executable file; correct or unset it`,
        };
  }
  if (found.onPath !== undefined && saysVersion(found.onPath.says, recipe.version)) {
    return { type: 'use', path: found.onPath.path, from: 'PATH' };
  }
  if (found.cached !== undefined) return { type: 'use', path: found.cached, from: 'cache' };
  return { type: 'build' };
}

/** The variable that names a program's path. */
export function explicitName(name: string): string {
  return `ISTIO_REVISIONS_BIN_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

function saysVersion(says: string, version: string): boolean {
  const escaped = version.replaceAll('.', '\\.');
  return new RegExp(`(^|[^0-9.])${escaped}($|[^0-9.])`).test(says);
}
