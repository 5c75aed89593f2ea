import {
  endpointNames,
  routeNames,
  TYPE,
  type DiscoveryRequest,
  type DiscoveryResponse,
} from './xds-codec';

/** One proxy's side of the discovery protocol. */
export interface Subscription {
  /** Introduces the node and asks for all clusters and listeners. */
  readonly start: (node: NonNullable<DiscoveryRequest['node']>) => void;
  /** Acknowledges what istiod sent, and asks for what it names. */
  readonly receive: (response: DiscoveryResponse) => void;
}

interface Answered {
  readonly versionInfo: string;
  readonly responseNonce: string;
}

const NOTHING_YET: Answered = { versionInfo: '', responseNonce: '' };

/** How a proxy takes part in the protocol. */
export interface SubscriptionOptions {
  readonly send: (request: DiscoveryRequest) => void;
  /** Told once, when clusters and listeners are acknowledged. */
  readonly onReady: () => void;
  /** Told of every response that was acknowledged. */
  readonly onAccepted?: (response: DiscoveryResponse) => void;
  /** Whether the proxy refuses what comes now. @default never */
  readonly refuses?: () => boolean;
}

const REFUSED = { code: 13, message: 'the lab was told to refuse this configuration' } as const;

/** The protocol of a proxy that understands everything, without a wire. */
export function createSubscription(options: SubscriptionOptions): Subscription {
  const { send, onReady } = options;
  const wanted = new Map<string, readonly string[]>();
  const last = new Map<string, Answered>();
  let ready = false;
  const ask = (typeUrl: string, errorDetail?: DiscoveryRequest['errorDetail']) => {
    const resourceNames = wanted.get(typeUrl) ?? [];
    send({
      typeUrl,
      ...(last.get(typeUrl) ?? NOTHING_YET),
      resourceNames,
      ...(errorDetail === undefined ? {} : { errorDetail }),
    });
  };
  const want = (typeUrl: string, names: readonly string[]) => {
    const before = wanted.get(typeUrl) ?? [];
    if (before.length === names.length && before.every((name, index) => name === names[index])) {
      return;
    }
    wanted.set(typeUrl, names);
    ask(typeUrl);
    // An empty list ends the subscription: what comes next is a new one, and no answer is left to acknowledge.
    if (names.length === 0) last.delete(typeUrl);
  };
  const wants = (typeUrl: string) =>
    typeUrl === TYPE.cluster || typeUrl === TYPE.listener || (wanted.get(typeUrl) ?? []).length > 0;
  const isTaken = (typeUrl: string) => (last.get(typeUrl)?.versionInfo ?? '') !== '';
  return {
    start: (node) => {
      send({ typeUrl: TYPE.cluster, ...NOTHING_YET, resourceNames: [], node });
      ask(TYPE.listener);
    },
    receive: ({ typeUrl, versionInfo, nonce, resources }) => {
      // A push may cross the end of a subscription; to answer it would begin a new one for everything.
      if (!wants(typeUrl)) return;
      if (options.refuses?.() === true) {
        last.set(typeUrl, { ...(last.get(typeUrl) ?? NOTHING_YET), responseNonce: nonce });
        ask(typeUrl, REFUSED);
        return;
      }
      last.set(typeUrl, { versionInfo, responseNonce: nonce });
      ask(typeUrl);
      options.onAccepted?.({ typeUrl, versionInfo, nonce, resources });
      if (typeUrl === TYPE.cluster) want(TYPE.endpoint, endpointNames(resources));
      if (typeUrl === TYPE.listener) want(TYPE.route, routeNames(resources));
      if (!ready && isTaken(TYPE.cluster) && isTaken(TYPE.listener)) {
        ready = true;
        onReady();
      }
    },
  };
}
