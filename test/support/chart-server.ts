import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** A server of charts in a process of its own. */
export interface ChartServer {
  /** Such as `127.0.0.1:1234`; over HTTP a Helm repository, over OCI a registry. */
  readonly host: string;
  /** `<method> <path>` of every request so far. */
  readonly requests: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

/** Starts a server of the files of a folder, and of the charts that are pushed to it. */
export async function startChartServer(folder: string): Promise<ChartServer> {
  const loader = join(ROOT, 'lib', 'load-typescript.js');
  const program = join(__dirname, 'chart-server-main.ts');
  const child = spawn(process.execPath, ['-r', loader, program, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const host = `127.0.0.1:${port.toString('utf8').trim()}`;
  return {
    host,
    requests: async () =>
      (await (await fetch(`http://${host}/requests`)).json()) as readonly string[],
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}
