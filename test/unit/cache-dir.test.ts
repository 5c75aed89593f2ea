import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheDir } from '../../lib/cache-dir';

describe('what is built or downloaded', () => {
  it.each([
    [{}, join(homedir(), '.cache', 'istio-revisions')],
    [{ XDG_CACHE_HOME: '/caches' }, '/caches/istio-revisions'],
    [{ XDG_CACHE_HOME: '' }, join(homedir(), '.cache', 'istio-revisions')],
    [{ XDG_CACHE_HOME: '/caches', ISTIO_REVISIONS_CACHE: '/mine' }, '/mine'],
  ])('is kept, for %j, in %s', (env, dir) => {
    expect(cacheDir(env)).toBe(dir);
  });
});
