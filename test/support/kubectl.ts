import { spawn } from 'node:child_process';
import { resolveTool } from '../../lab/binaries/resolve-tool';

/** The real kubectl, in one namespace of one cluster. Each call rejects with what kubectl says when it refuses. */
export interface Kubectl {
  /**
   * Runs it.
   * @param command - arguments, divided by spaces
   * @param more - arguments with spaces in them
   * @returns what it prints
   */
  readonly run: (command: string, ...more: readonly string[]) => Promise<string>;
  /** As a person applies a file. */
  readonly apply: (...objects: readonly object[]) => Promise<void>;
  /** One object as it is. */
  readonly read: <T>(kind: string, name: string) => Promise<T>;
}

/** Finds kubectl, building it where there is none: that takes minutes once. */
export async function openKubectl(kubeconfig: string, namespace: string): Promise<Kubectl> {
  const { path } = await resolveTool('kubectl', process.env, (line) =>
    process.stderr.write(`${line}\n`),
  );
  const execute = (args: readonly string[], input = '') =>
    executeWith([path, `--namespace=${namespace}`, ...args], kubeconfig, input);
  return {
    run: (command, ...more) => execute([...command.split(' '), ...more]),
    apply: async (...objects) => {
      const list = { apiVersion: 'v1', kind: 'List', items: objects };
      await execute(['apply', '-f', '-'], JSON.stringify(list));
    },
    read: async <T>(kind: string, name: string) =>
      JSON.parse(await execute(['get', kind, name, '-o', 'json'])) as T,
  };
}

function executeWith(
  [program = '', ...args]: readonly string[],
  kubeconfig: string,
  input: string,
): Promise<string> {
  const child = spawn(program, args, { env: { ...process.env, KUBECONFIG: kubeconfig } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`kubectl ${args.join(' ')} exited ${String(code)}: ${stderr}`));
    });
  });
}
