import { byName } from '../../render/by-name';
import { writeYaml } from '../../render/kubernetes-yaml';
import { positionKey } from '../../rollout/position-key';
import type { RolloutPosition } from '../../rollout/position';
import type { RolloutRecord } from '../../rollout/record';
import { rolloutPlace } from './rollout-place';

const HEADER =
  '# Written by "istio-revisions rollout run --git", a commit a step; read by "cdk8s synth".\n';

/** Name of the file with the position of an environment, beside the folder of the tree. */
export function positionFile(environment: string): string {
  return `rollout.${environment}.yaml`;
}

/**
 * The file with the position of a rollout. `key` says which position of the record it is, so that files that were merged out of order
 * are told from those that follow each other.
 * @param position - that of the record, without what does not live any more; `labelled` holds what the tree declares and no more
 */
export function positionText(record: RolloutRecord, position: RolloutPosition): string {
  const { installed, retired, namespaces, home, labelled, gateways, tags, pointers, versions } =
    position;
  return `${HEADER}${writeYaml({
    key: positionKey(record),
    status: rolloutPlace(record),
    installed,
    retired: [...retired].sort(),
    namespaces: [...namespaces]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, uid, revision }) => ({ name, uid, revision })),
    ...(home === undefined ? {} : { home }),
    ...(labelled === undefined ? {} : { labelled: byName(labelled) }),
    gateways: byName(gateways),
    tags: byName(tags),
    pointers: byName(pointers),
    ...(versions === undefined ? {} : { versions: byName(versions) }),
  })}`;
}

/** Which position of a record such a file holds; `null` where it does not say. */
export function keyIn(text: string): string | null {
  return /^key: ['"]?([0-9a-f]+)['"]?$/m.exec(text)?.[1] ?? null;
}
