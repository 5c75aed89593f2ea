import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { cacheDir } from '../../cache-dir';
import type { Download } from '../../download-binary';
import { HelmError } from './helm-error';
import { HELM_VERSION, helmOf } from './published-helm';

const TIMEOUT_MS = 5 * 60_000;

const NEXT = 'install Helm 3.14 or later, or set ISTIO_REVISIONS_BIN_HELM to one';

/**
 * The Helm of this program's cache, downloaded from the Helm project and checked against the checksum that it publishes, once.
 * @param download - the official release for this machine unless given
 * @returns its path
 * @throws HelmError
 */
export function downloadHelm(
  env: NodeJS.ProcessEnv,
  download: Download | null = helmOf(process.platform, process.arch),
): string {
  if (download === null) {
    throw new HelmError(
      `Helm is not on PATH, and its project publishes none for ${process.platform} on ${process.arch}; ${NEXT}`,
    );
  }
  const name = `helm-v${HELM_VERSION}-${process.platform}-${process.arch}`;
  const output = join(cacheDir(env), 'helm', name);
  if (existsSync(output)) return output;
  const before = failed.get(output);
  if (before !== undefined) throw before;
  const result = fetchTo(output, download, env);
  if (result === 'downloaded') return output;
  const failure = new HelmError(
    `Helm is not on PATH, and ${new URL(download.url).host}, where its project publishes it, ` +
      `${result === 'unreachable' ? 'cannot be reached' : `did not provide it: ${result}`}; ${NEXT}`,
  );
  failed.set(output, failure);
  throw failure;
}

/** What could not be had is not asked for again by the same process: each chart would wait for it anew. */
const failed = new Map<string, HelmError>();

/** @returns what the download said: `downloaded`, `unreachable` or a problem */
function fetchTo(output: string, download: Download, env: NodeJS.ProcessEnv): string {
  try {
    mkdirSync(dirname(output), { recursive: true });
  } catch (error) {
    return `${dirname(output)} cannot be written (${(error as NodeJS.ErrnoException).code ?? ''})`;
  }
  const program = join(__dirname, `download-helm-main${extname(__filename)}`);
  const args = [...loader(), program, JSON.stringify(download), output];
  const child = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env,
    killSignal: 'SIGKILL',
    timeout: TIMEOUT_MS,
  });
  if (child.status === 0) return child.stdout;
  if (child.status === null) return `it took more than ${String(TIMEOUT_MS / 60_000)} minutes`;
  return child.stderr.trim();
}

/** What lets Node read these very sources. */
function loader(): readonly string[] {
  return __filename.endsWith('.ts') ? ['-r', join(__dirname, '../../load-typescript.js')] : [];
}
