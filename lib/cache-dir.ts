import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where built programs, charts and renders are kept: `ISTIO_REVISIONS_CACHE`, or the user's cache folder. */
export function cacheDir(env: NodeJS.ProcessEnv): string {
  const user = env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return env['ISTIO_REVISIONS_CACHE'] ?? join(user, 'istio-revisions');
}
