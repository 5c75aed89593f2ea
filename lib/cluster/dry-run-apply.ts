import { DEPLOY_FIELD_MANAGER, FIELD_MANAGER_ANNOTATION } from '../rollout/names';
import type { ObjectSender, RawObject } from './raw-objects';

/** Under which name an object is applied. */
export function managerOf({ metadata }: RawObject): string {
  return metadata.annotations?.[FIELD_MANAGER_ANNOTATION] ?? DEPLOY_FIELD_MANAGER;
}

/**
 * What an apply would make of an object; nothing is written.
 * @param force - whether fields of other managers are taken
 * @throws ApiAnswerError when the API server would refuse it.
 */
export function dryRunApply(
  client: ObjectSender,
  body: RawObject,
  force: boolean,
): Promise<RawObject> {
  return client.send('patch', body, {
    query: { fieldManager: managerOf(body), force: String(force), dryRun: 'All' },
    contentType: 'application/apply-patch+yaml',
    content: body,
  });
}
