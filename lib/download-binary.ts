import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar';

const CONNECT_TIMEOUT_MS = 10_000;
const SHA256 = /^[0-9a-f]{64}$/;

/** Where a project publishes a program, and the checksums that it publishes with it. */
export interface Download {
  readonly url: string;
  /** A file with the artifact's SHA-256, alone or in lines of `<sha256>  <file>`. */
  readonly checksums: string;
  /** Path of the program in the archive; absent where the artifact is the program itself. */
  readonly member?: string;
}

/** Thrown when what was downloaded cannot be trusted; it was not kept. */
class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

/** `unreachable` where the network leads nowhere, so that something else has to provide the program. */
export type Downloaded = 'downloaded' | 'unreachable';

/**
 * Downloads a program and checks it against the checksum that its project publishes; the output appears whole or not at all.
 * @throws DownloadError when there is no checksum, or the artifact does not have it: nothing else is tried then.
 */
export async function downloadBinary(
  download: Download,
  output: string,
  signal?: AbortSignal,
): Promise<Downloaded> {
  const folder = await mkdtemp(`${output}.download-`);
  try {
    const sums = await open(download.checksums, signal);
    if (sums === null) return 'unreachable';
    const expected = checksumFor(await sums.text(), download);
    const artifact = join(folder, basename(download.url));
    const response = await open(download.url, signal);
    if (response?.body === null || response === null) return 'unreachable';
    if (!(await save(response.body, artifact, signal))) return 'unreachable';
    const found = await sha256(artifact);
    if (found !== expected) {
      throw new DownloadError(
        `${download.url} has SHA-256 ${found}, but ${download.checksums} says ${expected}; it was not kept. ` +
          'Try again; if it stays so, tell the project',
      );
    }
    await keep(artifact, download, output);
    return 'downloaded';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `null` when nobody answers: a machine without internet is no error. */
async function open(url: string, signal: AbortSignal | undefined): Promise<Response | null> {
  const timeout = new AbortController();
  const timer = setTimeout(() => {
    timeout.abort();
  }, CONNECT_TIMEOUT_MS);
  const signals = [timeout.signal, ...(signal === undefined ? [] : [signal])];
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.any(signals) });
  } catch {
    signal?.throwIfAborted();
    return null;
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return response;
  throw new DownloadError(
    `${url} answered ${String(response.status)}; set the variable ISTIO_REVISIONS_BIN_<NAME> to a program of your own`,
  );
}

/** `false` when the network broke off in the middle. */
async function save(
  body: NonNullable<Response['body']>,
  file: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    const options = signal === undefined ? {} : { signal };
    await pipeline(Readable.fromWeb(body), createWriteStream(file), options);
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}

function checksumFor(text: string, { url, checksums }: Download): string {
  const file = basename(url);
  const lines = text
    .split('\n')
    .map((line) => line.trim().split(/\s+\*?/))
    .filter(([sum = '']) => SHA256.test(sum));
  const named = lines.find(([, name]) => name !== undefined && basename(name) === file);
  const alone = lines.length === 1 && lines[0]?.length === 1 ? lines[0] : undefined;
  const [sum] = named ?? alone ?? [];
  if (sum !== undefined) return sum;
  throw new DownloadError(
    `${checksums} has no SHA-256 of ${file}, so it cannot be trusted; nothing was downloaded`,
  );
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function keep(artifact: string, { url, member }: Download, output: string): Promise<void> {
  let program = artifact;
  if (member !== undefined) {
    await extract({ file: artifact, cwd: dirname(artifact), filter: (path) => path === member });
    program = join(dirname(artifact), member);
  }
  try {
    await chmod(program, 0o755);
  } catch {
    throw new DownloadError(`${url} holds no ${member ?? 'program'}`);
  }
  await rename(program, output);
}
