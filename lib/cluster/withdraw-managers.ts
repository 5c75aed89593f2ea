import { backOff } from 'exponential-backoff';
import { ApiAnswerError, type ObjectSender, type RawObject } from './raw-objects';

/** Who signs the withdrawal, which changes nothing but ownership. */
const MANAGER = 'istio-revisions-adopt';

/**
 * Takes managers out of the list of owners of an object: what they wrote stays as it is and belongs to nobody, so that a
 * server-side apply of ours is no conflict and never has to be forced. The resource version makes it a compare-and-swap.
 *
 * @throws ApiAnswerError when the object is gone, or the API server refuses.
 */
export async function withdrawManagers(
  client: ObjectSender,
  object: Pick<RawObject, 'apiVersion' | 'kind' | 'metadata'>,
  managers: readonly string[],
): Promise<void> {
  await backOff(() => withdraw(client, object, managers), {
    numOfAttempts: 6,
    startingDelay: 100,
    jitter: 'full',
    // A controller that writes the status meanwhile makes the version old.
    retry: (error: unknown) => error instanceof ApiAnswerError && error.status === 409,
  });
}

async function withdraw(
  client: ObjectSender,
  object: Pick<RawObject, 'apiVersion' | 'kind' | 'metadata'>,
  managers: readonly string[],
): Promise<void> {
  const { metadata } = await client.send('read', object);
  const entries = metadata.managedFields ?? [];
  // Who writes a status goes on writing it.
  const kept = entries.filter(
    ({ manager = '', subresource }) => subresource !== undefined || !managers.includes(manager),
  );
  if (kept.length === entries.length) return;
  await client.send('patch', object, {
    query: { fieldManager: MANAGER },
    contentType: 'application/merge-patch+json',
    content: {
      metadata: {
        resourceVersion: metadata.resourceVersion,
        // One empty entry is how the API server is told that nobody owns anything.
        managedFields: kept.length === 0 ? [{}] : kept,
      },
    },
  });
}
