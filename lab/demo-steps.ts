import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import pc from 'picocolors';
import { EXIT } from '../lib/cli/exit-code';

/** The command line, as a person would start it. */
export const BIN = join(__dirname, '..', 'bin', 'istio-revisions.js');

/** Says what comes next. */
export function step(title: string): void {
  process.stderr.write(`\n${pc.bold(pc.blue(`▌ ${title}`))}\n`);
}

/** Runs a command that has to succeed, and ends the demo with its exit code where it does not. */
export function cli(...args: string[]): void {
  const code = cliCode(...args);
  if (code !== 0) process.exit(code);
}

/** Runs a command, showing it as a person would type it. */
export function cliCode(...args: string[]): number {
  process.stderr.write(pc.dim(`$ istio-revisions ${args.join(' ')}\n`));
  const result = spawnSync(process.execPath, [BIN, ...args], { stdio: 'inherit' });
  if (result.error !== undefined) throw result.error;
  return result.status ?? EXIT.error;
}
