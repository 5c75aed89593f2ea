import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { collected, type RunningCli } from './cli';

const ROOT = join(__dirname, '..', '..');

/** Runs a command of the documentation as a shell reads it, with `istio-revisions` of this checkout. */
export function runShell(command: string, env: NodeJS.ProcessEnv): RunningCli {
  const program = `istio-revisions() { "$NODE" "$PROGRAM" "$@"; }\n${command}`;
  const child = spawn('bash', ['-c', program], {
    cwd: ROOT,
    env: {
      ...process.env,
      NO_COLOR: '1',
      NODE: process.execPath,
      PROGRAM: join(ROOT, 'bin', 'istio-revisions.js'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return collected(child);
}
