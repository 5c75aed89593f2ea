import { awaitThat } from './await-that';
import { readyIstiods } from './ready-istiods';

/** Kills the istiod of a revision with kill -9, once one is ready. Resolves when another process is ready in its place. */
export async function killIstiod(dir: string, revision: string): Promise<void> {
  const ready = () => readyIstiods(dir).find((one) => one.revision === revision)?.pid;
  const killed = await awaitThat(`an istiod of ${revision}`, ready);
  process.kill(killed, 'SIGKILL');
  await awaitThat(`another istiod of ${revision}`, () => {
    const pid = ready();
    return pid === killed ? undefined : pid;
  });
}
