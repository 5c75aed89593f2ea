import type { PrecheckReport } from './precheck';

/** A cluster that could not be asked. */
export interface UnreadCluster {
  readonly cluster: string;
  readonly reason: string;
}

/** The prechecks of all clusters of a mesh. */
export interface FleetPrecheck {
  readonly environment: string;
  /** The worst of the clusters; one that could not be asked is `unknown`. */
  readonly verdict: PrecheckReport['verdict'];
  readonly clusters: readonly PrecheckReport[];
  readonly unread: readonly UnreadCluster[];
  /** Waivers for which there is nothing in any cluster; while one could not be asked, none is known to be so. */
  readonly unusedWaivers: readonly string[];
}

/** Puts the prechecks of the clusters of a mesh together. */
export function fleetPrecheck(
  environment: string,
  clusters: readonly PrecheckReport[],
  unread: readonly UnreadCluster[],
): FleetPrecheck {
  const [first] = clusters;
  const unusedWaivers =
    unread.length > 0 || first === undefined
      ? []
      : first.unusedWaivers.filter((key) =>
          clusters.every((one) => one.unusedWaivers.includes(key)),
        );
  const verdictOf = () => {
    if (unusedWaivers.length > 0 || clusters.some(({ verdict }) => verdict === 'blocked'))
      return 'blocked';
    const isKnown =
      first !== undefined &&
      unread.length === 0 &&
      clusters.every(({ verdict }) => verdict === 'ready');
    return isKnown ? 'ready' : 'unknown';
  };
  return { environment, verdict: verdictOf(), clusters, unread, unusedWaivers };
}
