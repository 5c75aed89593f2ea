import type { FleetReport } from '../../rollout/report/fleet-report';
import { printable } from './page/printable';

/** A report of several clusters in one line that stays the same while nothing changes but the time. */
export function fleetChangeLine({ state, coverage, clusters }: FleetReport): string {
  const { proxies } = coverage;
  const moved =
    proxies === null ? 'proxies not known' : `${proxies.moved}/${proxies.total} proxies`;
  const each = clusters.map(({ name, report }) => `${name} ${report?.status ?? 'unknown'}`);
  return printable(`${state}  ${moved}  ${each.join('; ')}`);
}
