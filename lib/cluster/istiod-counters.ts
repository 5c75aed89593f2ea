import type { IstiodCounters } from '../rollout/observation';

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{.*\})?\s+(\S+)/;

/**
 * What istiod's `/metrics` says of certificates and pushes. A counter that it does not show has counted nothing yet.
 *
 * @throws Error when the text is not istiod's.
 * @see https://github.com/istio/istio/blob/1.31.0/security/pkg/server/ca/monitoring.go
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/xds/monitoring.go
 */
export function parseIstiodCounters(text: string): IstiodCounters {
  const sums = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, name, value] = LINE.exec(line) ?? [];
    if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
  const uptime = sums.get('istiod_uptime_seconds');
  if (uptime === undefined) throw new Error('istiod answered /metrics without its own metrics');
  const counted = (...names: readonly string[]) =>
    names.reduce((total, name) => total + (sums.get(name) ?? 0), 0);
  const rootExpiry = sums.get('citadel_server_root_cert_expiry_timestamp') ?? 0;
  return {
    uptimeMs: uptime * 1000,
    requested: counted('citadel_server_csr_count'),
    issued: counted('citadel_server_success_cert_issuance_count'),
    signErrors: counted(
      'citadel_server_csr_sign_err_count',
      'citadel_server_csr_parsing_err_count',
    ),
    rejects: counted('pilot_total_xds_rejects'),
    internalErrors: counted('pilot_total_xds_internal_errors'),
    rootExpiresAt: rootExpiry > 0 ? rootExpiry * 1000 : null,
  };
}
