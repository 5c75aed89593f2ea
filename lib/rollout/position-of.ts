import type { RolloutPosition } from './position';
import type { RolloutRecord } from './record';
import { remembered } from './remembered';
import { statusOf } from './status-of';
import {
  gatewayKey,
  gatewaysOf,
  labelledWaves,
  movedWaves,
  namespacesOf,
  tagsOf,
} from './wave-members';

/** What a record means for the tree: which revisions are in it, and where each namespace, gateway and tag belongs. */
export const positionOf = remembered((record: RolloutRecord): RolloutPosition => {
  const { to } = record.plan;
  const waves = movedWaves(record);
  const movedUids = new Set(namespacesOf(labelledWaves(waves)).map(({ uid }) => uid));
  const movedGateways = gatewaysOf(waves).map((gateway) => [gatewayKey(gateway), to] as const);
  return {
    installed: true,
    retired: record.retired,
    namespaces: record.owned.namespaces.map((namespace) =>
      movedUids.has(namespace.uid) ? { ...namespace, revision: to } : namespace,
    ),
    gateways: { ...record.owned.gateways, ...Object.fromEntries(movedGateways) },
    tags: {
      ...record.owned.tags,
      ...Object.fromEntries(tagsOf(waves).map((tag) => [tag, to] as const)),
    },
    status: statusOf(record),
  };
});
