import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes a program called `helm` into a new folder, or another one. @returns its path */
export function helmScript(lines: string, folder?: string): string {
  const home = folder ?? mkdtempSync(join(tmpdir(), 'istio-revisions-helm-'));
  mkdirSync(home, { recursive: true });
  const helm = join(home, 'helm');
  writeFileSync(helm, `#!/bin/sh\n${lines}\n`);
  chmodSync(helm, 0o755);
  return helm;
}

/** A Helm that writes down what it is asked, and then is the real one. */
export function recordingHelm(env: NodeJS.ProcessEnv) {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-helm-'));
  const log = join(folder, 'log');
  writeFileSync(log, '');
  const real = env['ISTIO_REVISIONS_BIN_HELM'] ?? '';
  const helm = helmScript(
    `echo "$@" >> '${log}'\nenv | sort > '${log}.env'\nexec '${real}' "$@"`,
    folder,
  );
  return {
    variables: {
      ...env,
      ISTIO_REVISIONS_BIN_HELM: helm,
      ISTIO_REVISIONS_CACHE: join(folder, 'cache'),
    },
    cache: join(folder, 'cache'),
    /** The chart of each render, as Helm was told. */
    renders: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('template '))
        .map((line) => line.split(' ')[2] ?? ''),
    /** What it saw of its environment the last time. */
    environment: () => readFileSync(`${log}.env`, 'utf8'),
  };
}
