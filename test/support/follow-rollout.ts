import type { RolloutRecord } from '../../lib/rollout/record';
import type { CliResult, RunningCli } from './cli';

const POLL_MS = 500;
const PATIENCE_MS = 600_000;

/** Longer than a healthy wave takes to be judged and to soak, in milliseconds. */
const STILL_MS = 20_000;

/** A rollout that runs. */
export interface RunningRollout {
  readonly result: Promise<CliResult>;
  /** Waits until it has said something. */
  readonly says: (pattern: RegExp) => Promise<void>;
  /** Waits until a wave is released. */
  readonly releases: (wave: string) => Promise<void>;
  /** Strikes, waits until it says why it is held, and then sees it stand still for longer than a wave takes. */
  readonly isHeld: (reason: RegExp, strike: () => Promise<void>) => Promise<void>;
}

/** Follows a rollout by what its driver says and by what stands in its record. */
export function followRollout(
  { child, result }: RunningCli,
  record: () => Promise<RolloutRecord | null>,
): RunningRollout {
  let said = '';
  let ended = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  void result.then(({ code, stdout }) => (ended = `it ended with ${String(code)}: ${stdout}`));
  const until = async (what: string, isSo: () => Promise<boolean> | boolean) => {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await isSo())) {
      if (ended !== '' || Date.now() > deadline)
        throw new Error(`never came: ${what}; ${ended}\n${said.slice(-3_000)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  return {
    result,
    says: (pattern) => until(String(pattern), () => pattern.test(said)),
    releases: (wave) =>
      until(`wave ${wave}`, async () => {
        const now = await record();
        const released = now?.plan.waves.slice(0, now.released) ?? [];
        return now?.phase === 'moving' && released.some(({ name }) => name === wave);
      }),
    isHeld: async (reason, strike) => {
      const before = said.length;
      await strike();
      await until(String(reason), () => reason.test(said.slice(before)));
      const released = (await record())?.released;
      const since = Date.now();
      await until('it stands still', async () => {
        const now = await record();
        if (now?.phase !== 'moving' || now.released !== released)
          throw new Error(`it is not held: ${JSON.stringify(now)}\n${said.slice(-3_000)}`);
        return Date.now() - since > STILL_MS;
      });
    },
  };
}
