import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What somebody types once something is on the screen. */
export type Turn = readonly [seen: string, typed: string];

const PROGRAM = [join(__dirname, '..', '..', 'bin', 'istio-revisions.js')];
const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * Runs the command line in a terminal of its own (that of `script`, 40 rows of 120 columns), and types as a person does: once what is waited for is there.
 * @param program - what Node runs
 * @returns all that was written to the terminal, with what it obeys, and the exit code
 */
export function inTerminal(
  args: readonly string[],
  turns: readonly Turn[],
  env: NodeJS.ProcessEnv = {},
  program: readonly string[] = PROGRAM,
): Promise<{ readonly code: number | null; readonly screen: string; readonly raw: string }> {
  const command = `stty rows 40 cols 120; ${[process.execPath, ...program, ...args].map(quoted).join(' ')}`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { ...process.env, CI: '', TERM: 'xterm', NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let raw = '';
  let read = 0;
  const left = [...turns];
  child.stdout.on('data', (chunk: Buffer) => {
    raw += chunk.toString('utf8');
    const [turn] = left;
    const at = turn === undefined ? -1 : raw.indexOf(turn[0], read);
    if (turn === undefined || at < 0) return;
    read = at + turn[0].length;
    left.shift();
    child.stdin.write(turn[1]);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, screen: stripVTControlCharacters(raw), raw });
    });
  });
}
