import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderEnvironment } from '../support/render-environment';

/** An environment to render in, with a cache of its own: thousands of renders would drive out what others keep. */
export async function leafEnvironment(): Promise<{
  readonly env: NodeJS.ProcessEnv;
  readonly close: () => void;
}> {
  const cache = mkdtempSync(join(tmpdir(), 'istio-revisions-leaves-'));
  return {
    env: { ...(await renderEnvironment()), ISTIO_REVISIONS_CACHE: cache },
    close: () => {
      rmSync(cache, { recursive: true, force: true });
    },
  };
}
