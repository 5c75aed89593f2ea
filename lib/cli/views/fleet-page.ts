import type { FleetReport } from '../../rollout/report/fleet-report';
import type { RolloutReport } from '../../rollout/report/rollout-report';
import { fleetHeadLine } from './fleet-head-line';
import { fleetTone } from './fleet-tone';
import { plain, type Line, type Page, type PageFact } from './page/page';
import { proxiesText } from './proxies-text';
import { undoLine } from './undo-line';

/** So much of what blocks a cluster fits into its row; all of it is in the report of the cluster. */
const BLOCKERS = 1;

/** Every cluster of a mesh in a line: where it is, how far, and whom it waits for. */
export function fleetPage(report: FleetReport): Page {
  const { environment, clusters } = report;
  return {
    title: environment,
    blocks: [
      { type: 'title', line: fleetHeadLine(report) },
      { type: 'facts', facts: factsOf(report) },
      {
        type: 'table',
        head: ['CLUSTER', 'STATE', 'WAVE', 'PROXIES', 'ATTEMPT', 'WAITS FOR'],
        rows: clusters.map(clusterRow),
      },
    ],
  };
}

function factsOf({ coverage, undo, clusters }: FleetReport): PageFact[] {
  const { proxies, wanted } = coverage;
  const gateways = `gateways between clusters move at ${String(wanted)} %`;
  return [
    ...(wanted === null
      ? []
      : [{ label: 'coverage', lines: [plain(`${proxiesText(proxies)}; ${gateways}`)] }]),
    { label: 'undo', lines: [undoLine(undo)] },
    ...clusters.slice(0, 1).map(({ environment }) => ({
      label: 'details',
      lines: [
        [{ text: `istio-revisions rollout status --env ${environment}`, isCode: true as const }],
      ],
    })),
  ];
}

function clusterRow(cluster: FleetReport['clusters'][number]): readonly Line[] {
  const { name, proxies, report, unknown } = cluster;
  if (report === null) {
    const cells = [plain('?'), plain('?'), plain('?'), plain(unknown ?? '', 'bad')];
    return [plain(name), plain('unknown', 'bad'), ...cells];
  }
  const { state, wave } = report;
  return [
    plain(name),
    plain(state === 'running' ? report.phase : state, fleetTone(state)),
    plain(wave === null ? '' : `${wave.number}/${wave.of} ${wave.name}`),
    plain(proxies === null ? '?' : `${proxies.moved}/${proxies.total}`),
    plain(String(report.attempt)),
    plain(waitsText(report)),
  ];
}

function waitsText({ blockers, state, status }: RolloutReport): string {
  if (blockers.length === 0) return state === 'running' ? '' : status;
  const more = blockers.length - BLOCKERS;
  const shown = blockers.slice(0, BLOCKERS).map(({ message }) => message);
  return `${shown.join('; ')}${more > 0 ? `, and ${String(more)} more` : ''}`;
}
