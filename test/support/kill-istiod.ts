import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IstiodView } from '../../lab/agent/istiod-controller';
import { awaitThat } from './await-that';

/** Kills the istiod of a revision with kill -9, once one is ready. Resolves when another process is ready in its place. */
export async function killIstiod(dir: string, revision: string): Promise<void> {
  const killed = await awaitThat(`an istiod of ${revision}`, () => readyProcess(dir, revision));
  process.kill(killed, 'SIGKILL');
  await awaitThat(`another istiod of ${revision}`, () => {
    const pid = readyProcess(dir, revision);
    return pid === killed ? undefined : pid;
  });
}

function readyProcess(dir: string, revision: string): number | undefined {
  const text = readFileSync(join(dir, 'agent-status.json'), 'utf8');
  const { istiods } = JSON.parse(text) as { readonly istiods: readonly IstiodView[] };
  return istiods.find((one) => one.revision === revision && one.ready)?.pid ?? undefined;
}
