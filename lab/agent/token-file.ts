import { renameSync, writeFileSync } from 'node:fs';

const RETRY_MS = 10_000;

/** A file that holds a valid token for as long as it is kept. */
export interface TokenFile {
  readonly stop: () => void;
}

/**
 * Writes a token to a file and replaces it before it expires, as a kubelet does; Kubernetes clients read such a file
 * again every minute.
 *
 * @throws when the first token cannot be had; later failures go to `failed` and are tried again.
 */
export async function keepTokenFile(options: {
  readonly file: string;
  readonly token: () => Promise<string>;
  /** How long a token is used, in milliseconds; less than it lives. */
  readonly renewAfterMs: number;
  readonly failed: (error: unknown) => void;
}): Promise<TokenFile> {
  const { file, token, renewAfterMs } = options;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const write = async () => {
    const text = await token();
    if (stopped) return;
    const partial = `${file}.partial`;
    writeFileSync(partial, text, { mode: 0o600 });
    renameSync(partial, file);
  };
  const later = (delay: number) => {
    if (!stopped) timer = setTimeout(() => void renew(), delay);
  };
  const renew = async () => {
    try {
      await write();
      later(renewAfterMs);
    } catch (error) {
      options.failed(error);
      later(RETRY_MS);
    }
  };
  await write();
  later(renewAfterMs);
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
