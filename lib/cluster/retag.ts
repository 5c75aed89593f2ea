import type { Action } from '../rollout/action';
import { REVISION_LABEL } from '../rollout/names';
import { managerOf } from './dry-run-apply';
import type { KubeClient } from './kube-client';
import { ApiAnswerError, RawObjects, type RawObject } from './raw-objects';

/** The objects of a revision tag that points at a revision, as the engine would apply them. */
export type TagObjects = (tag: string, revision: string) => Promise<readonly RawObject[]>;

/**
 * Points a revision tag at a revision: each of its objects as the engine would apply it, under the same field manager and never
 * forced, so that the next update changes nothing. The resource version makes each a compare-and-swap; one that is gone is made
 * again.
 *
 * @throws Error when the tag was moved since it was looked at, or the API server refuses.
 */
export async function retag(
  client: KubeClient,
  { tag, revision, seen }: Extract<Action, { type: 'retag' }>,
  tagObjects: TagObjects,
): Promise<void> {
  const objects = RawObjects.open(client.config);
  for (const wanted of await tagObjects(tag, revision)) {
    const live = await readLive(objects, wanted);
    const found = live?.metadata.labels?.[REVISION_LABEL] ?? null;
    if (found !== seen && found !== revision) {
      throw new Error(`revision tag ${tag} was moved to ${String(found)} since it was looked at`);
    }
    const { resourceVersion } = live?.metadata ?? {};
    const metadata = {
      ...wanted.metadata,
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    };
    await objects.send('patch', wanted, {
      query: { fieldManager: managerOf(wanted), force: 'false' },
      contentType: 'application/apply-patch+yaml',
      content: { ...wanted, metadata },
    });
  }
}

async function readLive(objects: RawObjects, wanted: RawObject): Promise<RawObject | null> {
  try {
    return await objects.send('read', wanted);
  } catch (error) {
    if (error instanceof ApiAnswerError && error.status === 404) return null;
    throw error;
  }
}
