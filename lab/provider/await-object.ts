import type { Body } from './body';
import { ApiAnswerError, type ObjectSender } from '../../lib/cluster/raw-objects';

const POLL_MS = 300;

interface Live extends Body {
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** Waits until an object does what it is for, where the official provider waits too: Deployments and CRDs. */
export async function awaitReady(
  client: ObjectSender,
  body: Body,
  timeoutMs: number,
): Promise<void> {
  if (body.metadata.annotations?.['pulumi.com/skipAwait'] === 'true') return;
  const ready = { Deployment: isAvailable, CustomResourceDefinition: isEstablished }[body.kind];
  if (ready === undefined) return;
  await until(`${body.kind} ${body.metadata.name} to get ready`, timeoutMs, async () =>
    ready(await client.send('read', body)),
  );
}

/** Waits until an object is gone. */
export async function awaitGone(
  client: ObjectSender,
  body: Body,
  timeoutMs: number,
): Promise<void> {
  await until(`${body.kind} ${body.metadata.name} to be deleted`, timeoutMs, async () => {
    try {
      await client.send('read', body);
      return false;
    } catch (error) {
      if (error instanceof ApiAnswerError && error.status === 404) return true;
      throw error;
    }
  });
}

async function until(what: string, timeoutMs: number, done: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let problem = '';
  while (Date.now() < deadline) {
    try {
      if (await done()) return;
    } catch (error) {
      problem = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`timed out after ${String(timeoutMs / 1000)} s waiting for ${what}${problem}`);
}

function isAvailable({ metadata, spec, status }: Live): boolean {
  const desired = spec?.replicas ?? 1;
  return (
    (status?.observedGeneration ?? 0) >= (metadata.generation ?? 1) &&
    (status?.updatedReplicas ?? 0) >= desired &&
    (status?.availableReplicas ?? 0) >= desired
  );
}

function isEstablished({ status }: Live): boolean {
  return (status?.conditions ?? []).some(
    (one) => one.type === 'Established' && one.status === 'True',
  );
}
