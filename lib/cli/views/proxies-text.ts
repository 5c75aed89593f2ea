import type { ProxyCount } from '../../rollout/fleet/cluster-fact';

/** How many proxies have moved, of those that do. */
export function proxiesText(proxies: ProxyCount | null): string {
  if (proxies === null) return 'proxies not known';
  const { moved, total } = proxies;
  return total === 0 ? 'no proxies' : `${Math.floor((100 * moved) / total)} % of ${total} proxies`;
}
