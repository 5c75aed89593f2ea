import { strikes, type Fault } from '../faults';
import type { ClusterTransport, Endpoint } from '../xds-codec';
import type { ProxyConfig } from './proxy-config';

/** A pod that may answer requests. */
export interface Callee {
  readonly pod: string;
  readonly namespace: string;
  readonly workload: string;
  /** Revision that injected it; `''` without a proxy. */
  readonly revision: string;
  readonly serviceAccount: string;
  readonly version: string;
  readonly app: string;
  /** What its proxy calls its cluster. @default 'Kubernetes' */
  readonly cluster?: string;
  /** Root of its certificate, by fingerprint. @default that of everybody */
  readonly root?: string;
  readonly ready: boolean;
  /** Requests that it was sent so far. */
  readonly received: number;
}

/** Who sends a request, and where to. */
export interface Request {
  readonly config: ProxyConfig;
  /** Without a certificate of its own a proxy can speak mutual TLS to nobody. */
  readonly hasCertificate: boolean;
  /** Root of that certificate, by fingerprint. @default that of everybody */
  readonly root?: string;
  readonly host: string;
  readonly port: number;
  /** Which request of this caller it is; endpoints take turns by it. */
  readonly turn: number;
}

/** What became of a request. */
export interface Outcome {
  readonly code: number;
  /** Envoy's short flags, `-` when there are none. */
  readonly flags: string;
  /** Who answered; `null` when nobody did. */
  readonly callee: Callee | null;
  /** Service that was asked, as its cluster names it; `unknown` when no route led to one. */
  readonly service: string;
  readonly security: 'mutual_tls' | 'none';
  readonly milliseconds: number;
}

/** Envoy's own retries on a failed connection, each on another host. */
const RETRIES = 2;

/** Every so many requests of a callee that is broken fail. */
const FAILING = 5;

const NOBODY = { callee: null, security: 'none', milliseconds: 0 } as const;

const USUAL_MS = 12;
const SLOW_MS = 1_500;

/** Where a caller's proxy takes a request. */
export interface Route {
  /** Service that is asked, as its cluster names it. */
  readonly service: string;
  readonly transport: ClusterTransport;
  /** Endpoints in the order in which it tries them: one for each attempt, as long as there are others. */
  readonly tries: readonly Endpoint[];
}

/** How a request comes to a pod. */
export interface Arrival {
  readonly service: string;
  readonly isMutual: boolean;
  /** Root of the caller's certificate, by fingerprint. @default that of everybody */
  readonly root?: string;
}

/**
 * What becomes of a request, by what its caller's proxy was told last and by what its callee is now. A fault changes the
 * answers of the pods that it names, and nothing else.
 */
export function outcomeOf(
  request: Request,
  calleeAt: (address: string) => Callee | null,
  faults: readonly Fault[],
): Outcome {
  const route = routeOf(request);
  if ('code' in route) return route;
  for (const endpoint of route.tries) {
    const callee = calleeAt(endpoint.address);
    const outcome =
      callee === null ? null : answerAt(callee, arrivalOf(request, route, endpoint), faults);
    if (outcome !== null) return outcome;
  }
  return unreachable(route.service);
}

/** Where the caller's proxy takes a request, or what it answers of its own accord. */
export function routeOf(request: Request): Route | Outcome {
  const cluster = clusterOf(request);
  if (cluster === null) return { ...NOBODY, code: 404, flags: 'NR', service: 'unknown' };
  const service = cluster.split('|')[3] ?? 'unknown';
  const transport = request.config.clusters.get(cluster);
  if (transport === undefined) return { ...NOBODY, code: 503, flags: 'NC', service };
  const endpoints = request.config.endpoints.get(cluster) ?? [];
  if (endpoints.length === 0) return { ...NOBODY, code: 503, flags: 'UH', service };
  const first = placeOfTurn(endpoints, request.turn);
  const tries = [...endpoints.slice(first), ...endpoints.slice(0, first)].slice(0, 1 + RETRIES);
  return { service, transport, tries };
}

/** Which endpoint a turn comes to, when each has as many of them as it weighs. */
export function placeOfTurn(endpoints: readonly Endpoint[], turn: number): number {
  const weights = endpoints.map(({ weight = 1 }) => weight);
  let left =
    turn %
    Math.max(
      1,
      weights.reduce((sum, one) => sum + one, 0),
    );
  const place = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return Math.max(0, place);
}

/** How a request comes to an endpoint. */
export function arrivalOf(
  { hasCertificate, root }: Pick<Request, 'hasCertificate' | 'root'>,
  { service, transport }: Route,
  endpoint: Endpoint,
): Arrival {
  const isMutual = transport.mutualTls && endpoint.mutualTls && hasCertificate;
  return { service, isMutual, ...(root === undefined ? {} : { root }) };
}

/** What a pod answers; `null` when no connection to it comes about. */
export function answerAt(
  callee: Callee,
  { service, isMutual, root }: Arrival,
  faults: readonly Fault[],
): Outcome | null {
  if (!callee.ready) return null;
  const isPlain = !isMutual || strikes(faults, 'plaintext', callee);
  const isForeign = root !== undefined && callee.root !== undefined && root !== callee.root;
  if (!isPlain && isForeign) return null;
  return {
    ...answerOf(callee, faults),
    callee,
    service,
    security: isPlain ? 'none' : 'mutual_tls',
  };
}

/** What a caller's proxy answers when it came to nobody. */
export function unreachable(service: string): Outcome {
  return { ...NOBODY, code: 503, flags: 'UF', service };
}

function answerOf(
  callee: Callee,
  faults: readonly Fault[],
): Pick<Outcome, 'code' | 'flags' | 'milliseconds'> {
  const milliseconds = strikes(faults, 'latency', callee) ? SLOW_MS : USUAL_MS;
  const isTurn = callee.received % FAILING === 0;
  if (strikes(faults, 'denied', callee)) return { code: 403, flags: '-', milliseconds };
  if (strikes(faults, 'errors', callee) && isTurn) return { code: 500, flags: '-', milliseconds };
  return { code: 200, flags: '-', milliseconds };
}

/** Where the caller's routes lead to; `null` when no virtual host knows the host. */
function clusterOf({ config, host, port }: Request): string | null {
  const virtualHosts = [String(port), `http.${String(port)}`].flatMap(
    (name) => config.routes.get(name) ?? [],
  );
  const withDomain = (domain: string) =>
    virtualHosts.find(({ domains }) => domains.includes(domain));
  const found = withDomain(host) ?? withDomain(`${host}:${String(port)}`) ?? withDomain('*');
  return found?.cluster ?? null;
}
