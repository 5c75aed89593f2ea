import { strikes, type Fault } from '../faults';
import type { Endpoint } from '../xds-codec';
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
  readonly ready: boolean;
  /** Requests that it was sent so far. */
  readonly received: number;
}

/** Who sends a request, and where to. */
export interface Request {
  readonly config: ProxyConfig;
  /** Without a certificate of its own a proxy can speak mutual TLS to nobody. */
  readonly hasCertificate: boolean;
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

const USUAL_MS = 12;
const SLOW_MS = 1_500;

/**
 * What becomes of a request, by what its caller's proxy was told last and by what its callee is now. A fault changes the
 * answers of the pods that it names, and nothing else.
 */
export function outcomeOf(
  request: Request,
  calleeAt: (address: string) => Callee | null,
  faults: readonly Fault[],
): Outcome {
  const cluster = clusterOf(request);
  const nobody = { callee: null, security: 'none' as const, milliseconds: 0 };
  if (cluster === null) return { ...nobody, code: 404, flags: 'NR', service: 'unknown' };
  const service = cluster.split('|')[3] ?? 'unknown';
  const known = request.config.clusters.get(cluster);
  if (known === undefined) return { ...nobody, code: 503, flags: 'NC', service };
  const endpoints = request.config.endpoints.get(cluster) ?? [];
  if (endpoints.length === 0) return { ...nobody, code: 503, flags: 'UH', service };
  for (let attempt = 0; attempt <= Math.min(RETRIES, endpoints.length - 1); attempt += 1) {
    const endpoint = endpoints[(request.turn + attempt) % endpoints.length];
    const callee = endpoint === undefined ? null : calleeAt(endpoint.address);
    if (endpoint === undefined || callee?.ready !== true) continue;
    const isPlain =
      !isMutual(request, known.mutualTls, endpoint) || strikes(faults, 'plaintext', callee);
    return {
      ...answerOf(callee, faults),
      callee,
      service,
      security: isPlain ? 'none' : 'mutual_tls',
    };
  }
  return { ...nobody, code: 503, flags: 'UF', service };
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

function isMutual(request: Request, mutualTls: boolean, endpoint: Endpoint): boolean {
  return mutualTls && endpoint.mutualTls && request.hasCertificate;
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
