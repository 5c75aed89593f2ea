import type { FaultMoment, SimFault } from './sim-fault';
import type { SimHarm } from './sim-traffic';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** A twentieth of the requests: more than any limit that is worth having. */
const HARM = 0.05;

/** Everything that can go wrong in a simulated rollout, by name. */
export const FAULTS: readonly SimFault[] = [
  harm('errors', 'a twentieth of the requests of a namespace fail on the new revision', {
    what: 'errors',
    share: HARM,
    afterMs: 0,
  }),
  harm('slow-burn', 'the same, from ten minutes after a pod got ready', {
    what: 'errors',
    share: HARM,
    afterMs: 10 * MINUTE_MS,
  }),
  harm('latency', 'a tenth of the requests of a namespace get slow on the new revision', {
    what: 'slow',
    share: 2 * HARM,
    afterMs: 0,
  }),
  harm('silence', 'a namespace hardly gets a request any more on the new revision', {
    what: 'silence',
    share: 0.97,
    afterMs: 0,
  }),
  {
    name: 'never-ready',
    says: 'the pods of a namespace do not get ready on the new revision',
    play: ({ cluster, namespace }) => {
      cluster.conditions.neverReady = { namespace, revision: cluster.state.to };
    },
  },
  {
    name: 'quota-full',
    says: 'the quota of a namespace has no room for a pod more, for a quarter of an hour',
    play: ({ cluster, namespace, sinceMs }) => {
      cluster.conditions.quotaFull = sinceMs < 15 * MINUTE_MS ? [namespace] : [];
    },
  },
  {
    name: 'rejected',
    says: 'the proxies of a namespace refuse the configuration of the new revision',
    play: ({ cluster, namespace }) => {
      cluster.conditions.rejecting = { namespace, revision: cluster.state.to };
    },
  },
  {
    name: 'other-root',
    says: 'the new revision signs with a root that no namespace trusts',
    play: ({ cluster }) => {
      cluster.conditions.otherRoot = cluster.state.to;
    },
  },
  {
    name: 'new-istiod-down',
    says: 'no istiod of the new revision answers any more, a minute after the wave began',
    play: ({ cluster, sinceMs }) => {
      if (sinceMs >= MINUTE_MS) cluster.conditions.istiodDown = [cluster.state.to];
    },
  },
  {
    name: 'old-istiod-down',
    says: 'no istiod of the old revision answers for half an hour',
    play: ({ cluster, sinceMs }) => {
      cluster.conditions.istiodDown = sinceMs < 30 * MINUTE_MS ? [cluster.state.from] : [];
    },
  },
  {
    name: 'old-istiod-broken',
    says: 'the istiods of the old revision would not come back from a restart',
    early: true,
    play: ({ cluster }) => {
      cluster.conditions.restartFails = [cluster.state.from];
    },
  },
  {
    name: 'prometheus-outage',
    says: 'Prometheus neither scrapes nor answers for twenty minutes',
    play: ({ cluster, sinceMs }) => {
      cluster.stopPrometheus(sinceMs >= MINUTE_MS && sinceMs < 21 * MINUTE_MS);
    },
  },
  {
    name: 'api-outage',
    says: 'the API server answers nothing for five minutes',
    play: ({ cluster, sinceMs }) => {
      cluster.conditions.apiDown = sinceMs < 5 * MINUTE_MS;
    },
  },
  {
    name: 'engine-fails',
    says: 'the engine fails for five minutes',
    play: ({ cluster, sinceMs }) => {
      cluster.conditions.engineFails = sinceMs < 5 * MINUTE_MS;
    },
  },
  {
    name: 'label-taken',
    says: 'somebody labels a namespace of the wave for the old revision, and holds the label',
    play: (moment) => {
      once(moment, 'label-taken', 30 * SECOND_MS, ({ cluster, namespace }) => {
        cluster.labelByHand(namespace, cluster.state.from);
      });
    },
  },
  {
    name: 'label-removed',
    says: 'somebody removes the label of a namespace of the wave',
    play: (moment) => {
      once(moment, 'label-removed', 30 * SECOND_MS, ({ cluster, namespace }) => {
        cluster.labelByHand(namespace, null);
      });
    },
  },
  {
    name: 'namespace-deleted',
    says: 'a namespace of the wave is deleted while it moves',
    play: ({ cluster, namespace, sinceMs }) => {
      if (sinceMs >= 10 * SECOND_MS) cluster.deleteNamespace(namespace);
    },
  },
  {
    name: 'stale-injector',
    says: 'the injector learns of the new labels late, so that two pods come from the old revision',
    play: (moment) => {
      once(moment, 'stale-injector', 0, ({ cluster }) => {
        cluster.conditions.staleInjections = 2;
      });
    },
  },
  {
    name: 'driver-killed',
    says: 'the driver is killed when the wave begins, and nobody starts it again for ten minutes',
    play: (moment) => {
      once(moment, 'driver-killed', 0, ({ cluster, host }) => {
        host.deadUntil = cluster.now + 10 * MINUTE_MS;
      });
    },
  },
  {
    name: 'clock-jump',
    says: "the clock of the driver's host jumps ahead by an hour during the wave",
    play: ({ host, sinceMs }) => {
      if (sinceMs >= MINUTE_MS) host.clockAheadMs = HOUR_MS;
    },
  },
];

/** What users of the struck namespace feel; it is there whenever its pods run on the new revision. */
function harm(
  name: string,
  says: string,
  felt: Pick<SimHarm, 'what' | 'share' | 'afterMs'>,
): SimFault {
  return {
    name,
    says,
    play: ({ cluster, namespace }) => {
      const { harms } = cluster.conditions;
      const revision = cluster.state.to;
      const isThere = harms.some(
        (one) =>
          one.namespace === namespace && one.what === felt.what && one.afterMs === felt.afterMs,
      );
      if (!isThere) harms.push({ ...felt, namespace, revision });
    },
  };
}

/** Something that happens one time, so long after the wave was released. */
function once(
  moment: FaultMoment,
  name: string,
  afterMs: number,
  happen: (moment: FaultMoment) => void,
): void {
  const { happened } = moment.cluster.conditions;
  if (moment.sinceMs < afterMs || happened.includes(name)) return;
  happened.push(name);
  happen(moment);
}
