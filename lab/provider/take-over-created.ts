import { backOff } from 'exponential-backoff';
import {
  ApiAnswerError,
  type ManagedFields,
  type ObjectSender,
} from '../../lib/cluster/raw-objects';
import { CREATE_MANAGER, type Body } from './body';

/**
 * Hands what the POST owned to the manager that applies from now on, as the official provider does: else a field that is
 * no longer declared would stay, owned by a manager that never writes again.
 */
export async function takeOverCreated(
  client: ObjectSender,
  body: Body,
  manager: string,
): Promise<void> {
  // A controller that writes the status meanwhile makes the version old.
  await backOff(() => takeOver(client, body, manager), {
    numOfAttempts: 6,
    startingDelay: 100,
    jitter: 'full',
    retry: (error: unknown) => error instanceof ApiAnswerError && error.status === 409,
  });
}

async function takeOver(client: ObjectSender, body: Body, manager: string): Promise<void> {
  const { metadata } = await client.send('read', body);
  const { managedFields: entries = [], resourceVersion } = metadata;
  if (!entries.some(isCreated)) return;
  const managedFields = entries.map((entry) =>
    isCreated(entry) ? { ...entry, manager, operation: 'Apply' } : entry,
  );
  await client.send('patch', body, {
    query: { fieldManager: CREATE_MANAGER },
    contentType: 'application/merge-patch+json',
    content: { metadata: { resourceVersion, managedFields } },
  });
}

function isCreated({ manager, operation, subresource }: ManagedFields): boolean {
  return manager === CREATE_MANAGER && operation === 'Update' && subresource === undefined;
}
