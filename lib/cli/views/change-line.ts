import type { RolloutReport } from '../../rollout/report/rollout-report';
import { printable } from './page/printable';

/** A report in one line that stays the same while nothing changes but the time. */
export function changeLine({ state, status, coverage, blockers }: RolloutReport): string {
  const { proxies } = coverage;
  const moved = proxies === null ? 'proxies not known' : `${proxies.moved}/${proxies.all} proxies`;
  const causes = blockers.map(({ cause, wave }) => (wave === '' ? cause : `${cause} of ${wave}`));
  const blocked = causes.length === 0 ? '' : `; blocked by ${[...new Set(causes)].join(', ')}`;
  return printable(`${state}  ${status}  ${moved}${blocked}`);
}
