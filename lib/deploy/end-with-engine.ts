import { connect } from 'node:net';

/** How often it is looked whether the engine is still there, in milliseconds. */
const EVERY_MS = 1_000;

/**
 * Ends a program whose engine was killed. Pulumi's runtime would report the lost connection over that very connection, fail, and
 * report that, for ever and with a whole processor.
 *
 * @param address - host and port of the engine; absent where no engine runs the program
 * @param end - ends the program
 */
export function endWithEngine(
  address: string | undefined,
  end: () => void = endHere,
): NodeJS.Timeout | null {
  const [, host, port] = /^(.+):(\d+)$/.exec(address ?? '') ?? [];
  if (host === undefined || port === undefined) return null;
  const timer = setInterval(() => {
    const socket = connect({ host, port: Number(port) });
    socket.once('connect', () => socket.destroy());
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Too busy to answer is not gone.
      if (error.code === 'ECONNREFUSED') end();
    });
  }, EVERY_MS);
  // It keeps no program that has ended by itself.
  return timer.unref();
}

/** The host of the language, which started this program for the engine, would wait for minutes. */
function endHere(): void {
  if (process.ppid > 1) process.kill(process.ppid, 'SIGKILL');
  process.exit(1);
}
