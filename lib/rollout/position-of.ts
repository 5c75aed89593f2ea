import type { RolloutPosition } from './position';
import type { RolloutRecord } from './record';
import { remembered } from './remembered';
import { statusOf } from './status-of';
import { gatewayKey, gatewaysOf, movedWaves, namespacesOf } from './wave-members';

/** What a record means for the tree: which revisions are in it, and where each namespace and gateway belongs. */
export const positionOf = remembered((record: RolloutRecord): RolloutPosition => {
  const { to } = record.plan;
  const waves = movedWaves(record);
  const movedUids = new Set(namespacesOf(waves).map(({ uid }) => uid));
  const movedGateways = gatewaysOf(waves).map((gateway) => [gatewayKey(gateway), to] as const);
  return {
    installed: true,
    retired: record.retired,
    namespaces: record.owned.namespaces.map((namespace) =>
      movedUids.has(namespace.uid) ? { ...namespace, revision: to } : namespace,
    ),
    gateways: { ...record.owned.gateways, ...Object.fromEntries(movedGateways) },
    status: statusOf(record),
  };
});
