import { backOff } from 'exponential-backoff';
import { dryRunApply, managerOf } from './dry-run-apply';
import {
  ApiAnswerError,
  type ManagedFields,
  type ObjectSender,
  type RawObject,
} from './raw-objects';

/** Who signs the withdrawal, which changes nothing but ownership. */
const MANAGER = 'istio-revisions-adopt';

/** To whom the API server gives all fields of an object that nobody owns anything of, when it is applied for the first time. */
const BEFORE_FIRST_APPLY = 'before-first-apply';

/**
 * Takes managers out of the list of owners of an object: what they wrote stays as it is and belongs to nobody, so that a
 * server-side apply of ours is no conflict and never has to be forced. The resource version makes it a compare-and-swap.
 * @param object - as it is declared: where nobody else is left, it is what we own from then on
 *
 * @throws ApiAnswerError when the object is gone, or the API server refuses.
 */
export async function withdrawManagers(
  client: ObjectSender,
  object: RawObject,
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
  object: RawObject,
  managers: readonly string[],
): Promise<void> {
  const { metadata } = await client.send('read', object);
  const entries = metadata.managedFields ?? [];
  // Who writes a status goes on writing it.
  const kept = entries.filter(
    ({ manager = '', subresource }) => subresource !== undefined || !managers.includes(manager),
  );
  const isUnowned = entries.length === 0 && managers.includes(BEFORE_FIRST_APPLY);
  if (kept.length === entries.length && !isUnowned) return;
  await client.send('patch', object, {
    query: { fieldManager: MANAGER },
    contentType: 'application/merge-patch+json',
    content: {
      metadata: {
        resourceVersion: metadata.resourceVersion,
        managedFields: kept.length === 0 ? [await heir(client, object)] : kept,
      },
    },
  });
}

/** What an apply of ours would own. An object without any owner would be given to {@link BEFORE_FIRST_APPLY} by that apply. */
async function heir(client: ObjectSender, object: RawObject): Promise<ManagedFields> {
  const fieldManager = managerOf(object);
  const { metadata } = await dryRunApply(client, object, true);
  const own = (metadata.managedFields ?? []).find(
    ({ manager, operation }) => manager === fieldManager && operation === 'Apply',
  );
  if (own === undefined) throw new Error(`the API server names no fields of ${fieldManager}`);
  return own;
}
