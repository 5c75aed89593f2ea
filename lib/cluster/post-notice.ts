import type { Notice } from '../rollout/notices/notice';

const TIMEOUT_MS = 10_000;

/**
 * Posts a notice as JSON to a webhook. Its address often holds a secret, so no message names more of it than the host.
 * @throws Error when nobody answers in ten seconds, or with anything but a 2xx.
 */
export async function postNotice(url: URL, notice: Notice): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(notice),
    // Where it leads is the receiver's to say once, in the address.
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw new Error(`${url.host} could not be reached: ${causeOf(error)}`);
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url.host} answered ${response.status}`);
}

/** fetch wraps what went wrong; its own message may hold the address. */
function causeOf(error: unknown): string {
  const { name, cause } = error as { readonly name?: unknown; readonly cause?: { code?: unknown } };
  if (name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  return typeof cause?.code === 'string' ? cause.code : 'a redirect, or a broken answer';
}
