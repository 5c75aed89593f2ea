/** How long another cluster is waited for, in milliseconds: one that is cut off must not keep this one from being judged. */
const PATIENCE_MS = 5_000;

/** What another cluster answers. @throws Error when that takes longer than 5 s */
export async function inTime<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${String(PATIENCE_MS / 1000)} s`));
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
