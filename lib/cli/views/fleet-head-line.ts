import type { FleetReport } from '../../rollout/report/fleet-report';
import { fleetTone } from './fleet-tone';
import type { Line } from './page/page';
import { proxiesText } from './proxies-text';

/** Which rollout over several clusters it is, how it stands, and how far it is. */
export function fleetHeadLine({ environment, state, clusters, coverage }: FleetReport): Line {
  const over = clusters.filter(({ report }) => report?.state === 'done').length;
  const first = clusters.find(({ report }) => report !== null)?.report;
  const parts = [
    ...(first === undefined || first === null
      ? []
      : [`${first.from.revision} → ${first.to.revision}`]),
    proxiesText(coverage.proxies),
    `${over} of ${clusters.length} clusters done`,
  ];
  return [
    { text: environment, tone: 'strong' },
    { text: '  ' },
    { text: state, tone: fleetTone(state) },
    { text: `  ${parts.join('  ')}` },
  ];
}
