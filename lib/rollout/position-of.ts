import { gatewayPlaces } from './gateway-places';
import { homeOf } from './home-of';
import { revisionOf, versionOf } from './patch/version-of';
import type { RolloutPosition } from './position';
import type { FrozenWave, RolloutRecord } from './record';
import { remembered } from './remembered';
import { statusOf } from './status-of';
import { isGoingBack, labelledWaves, movedWaves, namespacesOf, tagsOf } from './wave-members';

/**
 * What a record means for the tree: which revisions are in it, and where each namespace, gateway and tag belongs. On the way
 * back of a rollout that superseded another that is `from` for every member, also for one that came from a third revision.
 */
export const positionOf = remembered((record: RolloutRecord): RolloutPosition => {
  const { from, to, waves, source } = record.plan;
  const moved = movedWaves(record);
  const back = source !== undefined && isGoingBack(record) ? waves.slice(record.kept) : [];
  const places = new Map([...placesOf(back, from), ...placesOf(moved, to)]);
  const { namespaces, tags } = record.owned;
  const handed = (record.handed ?? []).map((key) => [key, to] as const);
  return {
    installed: true,
    retired: record.retired,
    namespaces: namespaces.map((namespace) => {
      const revision = places.get(namespace.uid);
      return revision === undefined ? namespace : { ...namespace, revision };
    }),
    home: homeOf(record),
    gateways: gatewayPlaces(record),
    tags: {
      ...tags,
      ...Object.fromEntries(tagsOf(moved).map((tag) => [tag, to] as const)),
    },
    pointers: { ...record.owned.pointers, ...Object.fromEntries(handed) },
    ...versionsOf(record),
    status: statusOf(record),
  };
});

/** A patch changes the version of its revision before any wave moves, and puts it back before any wave returns. */
function versionsOf(record: RolloutRecord): Pick<RolloutPosition, 'versions'> {
  const { plan } = record;
  const version = versionOf(isGoingBack(record) ? plan.from : plan.to);
  return version === null ? {} : { versions: { [revisionOf(plan.to)]: version } };
}

/** Namespaces by uid. What a tag selects keeps its label. */
function placesOf(waves: readonly FrozenWave[], revision: string): [string, string][] {
  // The labels of a patch name its revision, whatever its version.
  const labelled = versionOf(revision) === null ? labelledWaves(waves) : [];
  return namespacesOf(labelled).map(({ uid }) => [uid, revision]);
}
