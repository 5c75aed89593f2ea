import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../lib/cluster/api-error';
import { logLine, type LogFields } from '../agent/log';
import { readState } from '../state';
import { ApiProxy } from './api-proxy';
import { apiFaultReader } from './fault-reader';

/** Runs the proxy before the lab's API server until it is asked to stop. */
async function main(dir: string): Promise<void> {
  const stopped = onceStopped();
  const state = readState(dir);
  if (state === null) throw new Error(`there is no lab in ${dir}`);
  const certificate = (kind: string) =>
    readFileSync(join(dir, 'certs', `apiserver.${kind}`), 'utf8');
  const proxy = await ApiProxy.open({
    port: state.ports.apiProxy,
    apiServer: state.apiServer,
    certificate: { cert: certificate('crt'), key: certificate('key') },
    readFault: apiFaultReader(dir),
    now: Date.now,
    log,
  });
  log('api-proxy-ready', { port: proxy.port, apiServer: state.apiServer });
  await stopped;
  log('api-proxy-stops');
  await proxy.close();
  process.exit(0);
}

function onceStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        resolve();
      });
    }
  });
}

function log(event: string, fields?: LogFields): void {
  process.stdout.write(`${logLine(new Date(), event, fields)}\n`);
}

const [dir] = process.argv.slice(2);
if (dir === undefined) throw new Error('usage: main.ts <lab directory>');
main(dir).catch((error: unknown) => {
  log('api-proxy-failed', { reason: messageOf(error) });
  process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
  process.exit(1);
});
