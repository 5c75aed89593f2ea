import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where built programs, charts and renders are kept: `ISTIO_REVISIONS_CACHE`, or the user's cache folder. */
export function cacheDir(env: NodeJS.ProcessEnv): string {
  // Empty counts as not set, as the XDG specification says.
  const [named = '', user = ''] = [env['ISTIO_REVISIONS_CACHE'], env['XDG_CACHE_HOME']];
  if (named !== '') return named;
  return join(user === '' ? join(homedir(), '.cache') : user, 'istio-revisions');
}
